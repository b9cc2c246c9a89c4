import type { Control } from '@/lib/profile/model/kinds/kind';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';

/** Returns how a field is edited. */
export function controlOf(name: FieldName): Control {
  const { control } = fieldOf(name);
  return control.kind === 'palette' ? { kind: 'color', custom: false } : control;
}
