/** Says that a value came from elsewhere and that no choice of a control stands for it. */
export function UnknownValue({ id, value }: { id: string; value: string }) {
  return (
    <p id={id} className="mb-1 text-[0.8125rem] text-waiting">
      It is <bdi className="font-mono wrap-anywhere">{value}</bdi> now, which is not one of these.
    </p>
  );
}

/** Posts such a value as it is, until something else is chosen. */
export const PostedAsItIs = ({ name, value }: { name: string; value: string }) => (
  <input type="hidden" name={name} value={value} readOnly />
);
