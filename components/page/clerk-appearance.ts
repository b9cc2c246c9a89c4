/** Styles for where the user has the browser force their own few colours: Clerk's fills and shadows are gone then. */
const forced = (look: Record<string, string>) => ({ '@media (forced-colors: active)': look });
const edge = forced({ border: '1px solid CanvasText' });
/** Where a finger points, controls are 44 px high; text below 16 px would make a phone zoom into its field. */
const touch = { '@media (pointer: coarse)': { fontSize: '1rem', minHeight: '2.75rem' } };

/** Clerk's prebuilt components in this app's colours and type; they follow the theme, since these are CSS variables. */
export const clerkAppearance = {
  variables: {
    colorPrimary: 'var(--color-primary)',
    colorPrimaryForeground: 'var(--color-on-primary)',
    colorBackground: 'var(--color-surface)',
    colorForeground: 'var(--color-ink)',
    colorMuted: 'var(--color-sunken)',
    colorMutedForeground: 'var(--color-soft)',
    colorNeutral: 'var(--color-ink)',
    colorBorder: 'var(--color-edge)',
    colorInput: 'var(--color-surface)',
    colorInputForeground: 'var(--color-ink)',
    colorRing: 'var(--color-accent)',
    colorDanger: 'var(--color-danger)',
    colorSuccess: 'var(--color-accent)',
    colorWarning: 'var(--color-waiting)',
    fontFamily: 'var(--font-sans)',
    fontFamilyButtons: 'var(--font-sans)',
    fontSize: '0.875rem',
    borderRadius: '0.5rem',
  },
  elements: {
    cardBox: edge,
    formFieldInput: { ...edge, ...touch },
    socialButtonsBlockButton: touch,
    footerActionLink: touch,
    formFieldInputShowPasswordButton: touch,
    // Clerk names its own border later, and the browser would lay its ground behind the words.
    formButtonPrimary: {
      ...forced({
        border: '1px solid ButtonText !important',
        background: 'Highlight',
        color: 'HighlightText',
        forcedColorAdjust: 'none',
      }),
      ...touch,
    },
  },
} as const;
