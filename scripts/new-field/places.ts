import type { ClerkPlace } from '@/lib/profile/model/kinds/kind';

/** A place where the values of a field can live. */
export interface Place {
  text: string;
  /** the place of a field with this name */
  clerk: (name: string) => ClerkPlace;
}

/** The places that a field can live in, by the words for them on the command line. */
export const places: Readonly<Record<string, Place>> = {
  public: {
    text: 'Clerk’s public metadata: whoever may read the user reads it, browsers too',
    clerk: (name) => ({ publicMetadata: name }),
  },
  private: {
    text: 'Clerk’s private metadata: only servers read it',
    clerk: (name) => ({ privateMetadata: name }),
  },
  unsafe: {
    text: 'Clerk’s unsafe metadata: the person’s own browser can write it too',
    clerk: (name) => ({ unsafeMetadata: name }),
  },
  mirror: { text: 'Postgres alone: Clerk does not get it', clerk: () => ({ mirrorOnly: true }) },
  firstName: { text: 'Clerk’s own first name', clerk: () => ({ attribute: 'firstName' }) },
  lastName: { text: 'Clerk’s own last name', clerk: () => ({ attribute: 'lastName' }) },
  username: { text: 'Clerk’s own user name', clerk: () => ({ attribute: 'username' }) },
};
