import type { ReactNode } from 'react';
import { palette } from '@/lib/profile/model/palette';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';
import { SwatchPicker, type Swatch } from '@/components/ui/swatch-picker';
import { TextField } from '@/components/ui/text-field';

interface FieldControlProps {
  name: FieldName;
  value: string;
  error?: string;
  aside?: ReactNode;
  onChange: (value: string) => void;
  onLeave: () => void;
}

const swatches: Swatch[] = Object.entries(palette).map(([value, color]) => ({ value, ...color }));

/** The control that a field asks for. A new kind is one more case here. */
export function FieldControl({ name, ...props }: FieldControlProps) {
  const { label, hint, control } = fieldOf(name);
  switch (control.kind) {
    case 'text':
      return (
        <TextField
          {...props}
          name={name}
          label={label}
          hint={hint}
          autoComplete={control.autoComplete}
          placeholder={control.placeholder}
        />
      );
    case 'color':
      return <SwatchPicker {...props} name={name} label={label} hint={hint} swatches={swatches} />;
    default:
      return null;
  }
}
