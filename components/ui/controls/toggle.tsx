import { useRef, useState } from 'react';
import { useFieldFrame, type ControlProps } from '@/components/ui/field/field-frame';
import { overlay } from '@/components/ui/field/input-styles';
import { useEarlyText } from '@/components/ui/field/use-early-text';
import { useTexts } from '@/components/texts/texts-provider';
import { Segments } from './segments';

/**
 * A switch, which posts "on" or nothing. A value from elsewhere that is neither on nor off is shown as what it is, with
 * both to choose from: a switch could only show it as one of them. That stays so until the page is left, so that
 * nothing changes under the finger that chooses.
 */
export function Toggle(props: ControlProps) {
  const { t } = useTexts();
  const onOff = [
    { value: 'on', label: t('field.on') },
    { value: '', label: t('field.off') },
  ];
  const isUnknown = props.value !== 'on' && props.value !== '';
  const [asks, setAsks] = useState(isUnknown);
  if (isUnknown && !asks) setAsks(true);
  return isUnknown || asks ? (
    <Segments {...props} required={false} options={onOff} unknown={isUnknown ? props.value : undefined} />
  ) : (
    <Switch {...props} />
  );
}

/** The browser's own checkbox lies over what is drawn for it. */
function Switch({ name, label, value, onChange, onLeave, ...frame }: ControlProps) {
  const { t } = useTexts();
  const { ties, texts } = useFieldFrame(frame);
  const root = useRef<HTMLDivElement>(null);
  useEarlyText(root, { name, value, onChange, read: (entries) => entries.at(-1) ?? '' });

  return (
    <div ref={root} data-field={name} className="grid min-w-0 gap-1">
      <div className="flex min-h-11 items-center gap-4 compact:min-h-9">
        <label htmlFor={ties.id} className="min-w-0 grow py-1 font-medium text-ink">
          {label}
        </label>
        <span className="group relative flex h-11 shrink-0 items-center gap-2.5 text-soft compact:h-9">
          <input
            {...ties}
            type="checkbox"
            role="switch"
            name={name}
            value="on"
            checked={value === 'on'}
            onChange={(event) => onChange(event.target.checked ? 'on' : '')}
            onBlur={onLeave}
            className={overlay}
          />
          <span aria-hidden className="hidden peer-checked:inline">
            {t('field.on')}
          </span>
          <span aria-hidden className="peer-checked:hidden">
            {t('field.off')}
          </span>
          <span
            aria-hidden
            className={
              'pointer-events-none flex h-6 w-11 items-center rounded-full border border-edge bg-sunken px-[3px] ' +
              'transition-colors group-hover:border-soft peer-checked:border-accent peer-checked:bg-accent ' +
              'peer-aria-invalid:border-danger forced-color-adjust-none *:size-4 *:rounded-full *:bg-edge ' +
              '*:transition-[margin] peer-checked:*:ms-5 peer-checked:*:bg-surface'
            }
          >
            <span />
          </span>
        </span>
      </div>
      {texts}
    </div>
  );
}
