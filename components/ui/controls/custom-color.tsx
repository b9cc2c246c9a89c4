import { useState } from 'react';
import { inkOn, isHexColor, isReadable, nearestReadable } from '@/lib/profile/model/colors/color';
import { useTexts } from '@/components/texts/texts-provider';
import { Button } from '@/components/ui/button';
import { inputLook, oneLine } from '@/components/ui/field/input-styles';
import { LabelledSwatch } from '@/components/ui/field/labelled-swatch';

interface CustomColorProps {
  name: string;
  /** the colour of the palette that is chosen now */
  held: string | undefined;
  /** the colour that is held, "#rrggbb" or whatever stands in its place; "" if it is one of the palette */
  value: string;
  onChange: (value: string) => void;
}

const START = '#4f46e5';
const RAINBOW = 'conic-gradient(#e5484d, #e2a336, #30a46c, #12a5b8, #5b5bd6, #d6409f, #e5484d)';

/** One more choice beneath a palette: any colour, by the browser's own picker or as text. */
export function CustomColor({ name, held, value, onChange }: CustomColorProps) {
  const { t } = useTexts();
  const [latest, setLatest] = useState(value);
  if (value !== '' && value !== latest) setLatest(value);
  const isChosen = value !== '';
  const shown = isHexColor(latest) ? latest : null;

  return (
    <div className={`grid gap-2 ${isChosen ? '' : 'needs-script'}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <LabelledSwatch
          name={name}
          value={value || latest || held || START}
          isHeld={isChosen}
          onChoose={() => onChange(latest || held || START)}
          label={t('field.anotherColor')}
          style={shown ? { background: shown, color: inkOn(shown) } : { background: RAINBOW }}
        />
        {isChosen && (
          <span className="flex items-center gap-2">
            <input
              type="color"
              value={shown?.toLowerCase() ?? START}
              onChange={(event) => onChange(event.target.value)}
              aria-label={t('field.pickColor')}
              className={
                'needs-script size-11 shrink-0 cursor-pointer rounded-lg border border-edge bg-surface p-1 ' +
                'hover:border-soft compact:size-9'
              }
            />
            <input
              value={value}
              onChange={(event) => onChange(withHash(event.target.value))}
              aria-label={t('field.colorCode')}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              dir="ltr"
              className={`${inputLook} ${oneLine} needs-script max-w-28 min-w-0 tabular-nums`}
            />
          </span>
        )}
      </div>
      <Readability color={isChosen ? shown : null} onUse={onChange} />
    </div>
  );
}

/** What is said of a colour on which no ink can be read well, with the nearest one on which one can. */
function Readability({ color, onUse }: { color: string | null; onUse: (color: string) => void }) {
  const { t } = useTexts();
  const near = color && !isReadable(color) ? nearestReadable(color) : null;
  return (
    <p className="text-[0.8125rem] text-waiting empty:hidden" aria-live="polite">
      {color && near && (
        <>
          {t('field.hardToRead', { color })}
          <span aria-hidden> · </span>
          <Button variant="link" size="inline" onClick={() => onUse(near)}>
            <span aria-hidden style={{ background: near }} className="size-3.5 rounded-full border border-line" />
            {t('field.useColor', { color: near })}
          </Button>
        </>
      )}
    </p>
  );
}

/** A name of the palette, typed here, is no choice of that colour: this input would be gone under the fingers. */
const withHash = (text: string): string => (text.startsWith('#') || text === '' ? text || '#' : `#${text}`);
