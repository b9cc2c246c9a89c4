import { Check } from 'lucide-react';
import type { CSSProperties } from 'react';
import { overlay } from './input-styles';

interface SwatchDiscProps {
  /** its background, and the ink of its check mark */
  style: CSSProperties;
  className: string;
}

/** What is seen of a colour whose radio button, just before it, is `peer`: with a ring and a check mark if chosen. */
export const SwatchDisc = ({ style, className }: SwatchDiscProps) => (
  <span
    aria-hidden
    style={style}
    className={
      `pointer-events-none grid size-9 place-items-center rounded-full ring-ink ring-offset-2 ${className} ` +
      'ring-offset-surface peer-checked:ring-2 compact:size-7 [&>svg]:hidden peer-checked:[&>svg]:block ' +
      'forced-color-adjust-none forced-colors:border forced-colors:border-[CanvasText] forced-colors:ring-0 ' +
      'forced-colors:outline-offset-2 forced-colors:outline-[Highlight] forced-colors:peer-checked:outline-3'
    }
  >
    <Check className="size-4 compact:size-3.5" strokeWidth={3} />
  </span>
);

interface LabelledSwatchProps {
  name: string;
  value: string;
  isHeld: boolean;
  label: string;
  /** the background and ink of what is shown beside the label */
  style: CSSProperties;
  onChoose: () => void;
}

/** A colour to choose that is named in words beside it, as one radio button of a group. */
export const LabelledSwatch = ({ name, value, isHeld, label, style, onChoose }: LabelledSwatchProps) => (
  <label className="group relative -mx-1.5 flex min-h-11 items-center pe-2 compact:min-h-9">
    <input type="radio" name={name} value={value} checked={isHeld} onChange={onChoose} className={overlay} />
    <SwatchDisc style={style} className="mx-1.5" />
    <span className="ms-1 text-ink">{label}</span>
  </label>
);
