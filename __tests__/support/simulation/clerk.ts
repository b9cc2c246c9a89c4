import { asText } from '@/lib/profile/model/value';
import type { ClerkAnswer, ClerkUser } from '@/lib/clerk/users';
import { directSavesOf, toClerk } from '@/lib/profile/core/clerk-shape';
import type { DirectSaveLog } from '@/lib/profile/core/clerk-shape';
import type { Patch } from '@/lib/profile/model/values';

/**
 * How Clerk answers writes. `loses answers` and `applies late` are timeouts for the caller, of a write that takes
 * effect at once or later.
 */
export type Behaviour =
  | 'well'
  | 'fails'
  | 'limits'
  | 'loses answers'
  | 'applies late'
  | 'refuses last names'
  | 'refuses last names unnamed'
  | 'keeps names in capitals';

/** One call that writes: a patch, with its entry in the direct-save log if it is a direct save. */
export interface ClerkWrite {
  patch: Patch;
  saves?: DirectSaveLog['saves'];
}

/** A webhook that was sent and not delivered: the user as they were then. */
export interface Webhook {
  user: ClerkUser;
}

const inCapitals = (patch: Patch): Patch =>
  Object.fromEntries(
    Object.entries(patch).map(([name, value]) => [name, name === 'firstName' ? asText(value).toUpperCase() : value]),
  );

/** Clerk, in memory, on a clock of the simulation. */
export class SimulatedClerk {
  behaviour: Behaviour = 'well';
  webhooksOn = true;
  readonly webhooks: Webhook[] = [];
  readonly lateWrites: ClerkWrite[] = [];
  faults = 0;
  private user: ClerkUser = {
    id: 'u',
    firstName: 'f0',
    lastName: 'l0',
    username: null,
    publicMetadata: { avatarColor: 'slate', plan: 'pro' },
    privateMetadata: {},
    unsafeMetadata: {},
    updatedAt: 0,
  };

  constructor(private readonly clock: () => number) {}

  current(): ClerkUser {
    return this.user;
  }

  read(): ClerkAnswer {
    if (this.behaviour === 'fails' || this.behaviour === 'limits') return this.failure(false);
    return { ok: true, value: this.user };
  }

  write(write: ClerkWrite): ClerkAnswer {
    switch (this.behaviour) {
      case 'keeps names in capitals':
        return { ok: true, value: this.apply({ ...write, patch: inCapitals(write.patch) }) };
      case 'well':
        return { ok: true, value: this.apply(write) };
      case 'fails':
      case 'limits':
        return this.failure(false);
      case 'loses answers':
        this.apply(write);
        return this.failure(true);
      case 'applies late':
        this.lateWrites.push(write);
        return this.failure(true);
      case 'refuses last names':
      case 'refuses last names unnamed': {
        if (write.patch.lastName === undefined) return { ok: true, value: this.apply(write) };
        this.faults += 1;
        return {
          ok: false,
          failure: {
            kind: 'refused',
            status: 422,
            code: 'form_param_unknown',
            message: 'is unknown',
            param: this.behaviour === 'refuses last names' ? 'last_name' : null,
            traceId: null,
          },
        };
      }
    }
  }

  /** Applies a write: an answered one, a dashboard edit, or a late one that lands. Returns the user. */
  apply({ patch, saves }: ClerkWrite): ClerkUser {
    const { attributes, metadata } = toClerk(patch);
    const directSaves = { ...directSavesOf(this.user.privateMetadata)?.saves, ...saves };
    const privateMetadata = Object.keys(directSaves).length > 0 ? { perdure: { saves: directSaves } } : {};
    this.user = {
      ...this.user,
      ...attributes,
      publicMetadata: { ...this.user.publicMetadata, ...metadata.publicMetadata },
      privateMetadata,
      updatedAt: this.clock(),
    };
    if (this.webhooksOn) this.webhooks.push({ user: this.user });
    return this.user;
  }

  private failure(unknown: boolean): ClerkAnswer {
    this.faults += 1;
    return {
      ok: false,
      failure: {
        kind: 'transient',
        message: this.behaviour,
        unknown,
        retryAfterMs: this.behaviour === 'limits' ? 3_000 : null,
      },
    };
  }
}
