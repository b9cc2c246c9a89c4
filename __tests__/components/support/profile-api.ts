import type { Profile } from '@/lib/profile/model/profile';

/** `GET /api/profile` at the network's edge: what it answers can be changed at any time. */
export class ProfileApi {
  requests = 0;
  private reply: () => Promise<{ status: number; body: unknown }>;

  constructor(profile: Profile) {
    this.reply = async () => ({ status: 200, body: profile });
    globalThis.fetch = async (input) => {
      if (input !== '/api/profile') throw new Error('Nothing but the profile may be fetched.');
      this.requests += 1;
      const { status, body } = await this.reply();
      return {
        ok: status < 400,
        status,
        headers: new Headers(),
        json: async () => JSON.parse(JSON.stringify(body)) as unknown,
      } as Response;
    };
  }

  answers(profile: Profile) {
    this.reply = async () => ({ status: 200, body: profile });
  }
  answersLater(profile: Promise<Profile>) {
    this.reply = async () => ({ status: 200, body: await profile });
  }
  fails(status: number, message: string, why: { lasting?: true; cause?: string } = {}) {
    this.reply = async () => ({ status, body: { message, ...why } });
  }
  neverAnswers() {
    this.reply = () => new Promise(() => undefined);
  }
}
