import type { ReactNode } from 'react';
import type { Control } from '@/lib/profile/model/kinds/kind';
import type { ControlProps } from '@/components/ui/field/field-frame';

/** The control of one kind of field, such as `ControlOf<'date'>`. */
export type ControlOf<Kind extends Control['kind']> = Extract<Control, { kind: Kind }>;

/** What the page must know of a kind of field to show it. */
export interface Kind<One extends Control> {
  Control: (props: ControlProps & { control: One }) => ReactNode;
  /** once there is a value, there always is one: nobody need be told that it is required */
  staysChosen?: true;
  /** it takes all of the room in a row */
  isWide?: true;
  /** Returns the classes of what stands for the control while the profile is being read: about its size. */
  skeleton: (control: One) => string;
  /** Returns what gets the focus where a person is led to the field, of its element with `data-field`. */
  focusable: (field: Element) => HTMLElement | null;
  /** Returns the entries by which a browser posts a text; by default it is one. */
  entries?: (text: string) => string[];
}
