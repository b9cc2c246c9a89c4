import { message } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';

/** Says that a value came from elsewhere and that no choice of a control stands for it. */
export function UnknownValue({ id, value }: { id: string; value: string }) {
  const { rich } = useTexts();
  return (
    <p id={id} className="mb-1 text-[0.8125rem] text-waiting">
      {rich(message('field.notOfThese', { value }), {
        code: (inner) => (
          <bdi key="code" className="font-mono wrap-anywhere">
            {inner}
          </bdi>
        ),
      })}
    </p>
  );
}

/** Posts such a value as it is, until something else is chosen. */
export const PostedAsItIs = ({ name, value }: { name: string; value: string }) => (
  <input type="hidden" name={name} value={value} readOnly />
);
