import { useId, type ReactNode } from 'react';

/** What every control shows beside its value. */
export interface FieldFrameProps {
  name: string;
  label: string;
  hint?: string;
  error?: string;
  /** what else there is to say about the value, such as a change made elsewhere */
  aside?: ReactNode;
  /** whether it may not stay empty */
  required?: boolean;
}

/** What every control takes: its value is text, as a browser posts it under the field's name. */
export interface ControlProps extends FieldFrameProps {
  value: string;
  /** the text of what is shown of a person who has not set it */
  fallback?: string | undefined;
  onChange: (text: string) => void;
  onLeave: () => void;
}

/** Ties a control to its label and texts, by ids in the HTML: so it also holds before the page's script has run. */
interface Ties {
  id: string;
  'aria-invalid': true | undefined;
  'aria-describedby': string | undefined;
}

interface Frame {
  ties: Ties;
  /** the field's message, what else there is to say, and its hint */
  texts: ReactNode;
}

type Texts = Pick<FieldFrameProps, 'hint' | 'error' | 'aside'> & {
  /** ids of other elements that describe the control, read first */
  describedBy?: (string | undefined)[];
};

/** Returns the ids and texts of a field, for whatever frame its control has. */
export function useFieldFrame({ hint, error, aside, describedBy: others = [] }: Texts): Frame {
  const id = useId();
  const [message, description] = [`${id}-message`, `${id}-hint`];
  const describedBy = [...others, error !== undefined && message, hint && description].filter(Boolean).join(' ');
  return {
    ties: { id, 'aria-invalid': error !== undefined || undefined, 'aria-describedby': describedBy || undefined },
    texts: (
      // an error has its room before it is there: nothing moves from under a pointer
      <div className="grid min-h-5 gap-1 text-[0.8125rem]">
        {error !== undefined && (
          <p id={message} className="text-danger">
            {error}
          </p>
        )}
        {aside}
        {hint && (
          <p id={description} className="text-soft">
            {hint}
          </p>
        )}
      </div>
    ),
  };
}
