import type { LocalClerk } from '@/local/clerk/start';
import { PASSWORD } from '../support';

/** A user as the Frontend API shows them, as far as tests look at them. */
interface OwnUser {
  id: string;
  username: string | null;
  first_name: string | null;
  has_image: boolean;
  image_url: string;
  unsafe_metadata: Record<string, unknown>;
  public_metadata: Record<string, unknown>;
  primary_email_address_id: string | null;
  updated_at: number;
}
interface Answer {
  status: number;
  /** of a refusal */
  code?: string;
  param?: string;
  user: OwnUser | null;
}

const origin = 'http://localhost:3000';

/** Signs in with a password as the browser scripts do, and returns what that browser can ask for then. */
export async function signIn({ frontendUrl }: LocalClerk, identifier: string) {
  /** Asks as the browser scripts do: a form, and another method than POST in the address. */
  const ask = async (cookie: string, method: string, path: string, body?: Record<string, string> | FormData) => {
    const isPost = method !== 'GET';
    const url = `${frontendUrl}/v1/${path}${isPost && method !== 'POST' ? `?_method=${method}` : ''}`;
    const form = body && !(body instanceof FormData) ? new URLSearchParams(body) : body;
    const answer = await fetch(url, { method: isPost ? 'POST' : 'GET', headers: { origin, cookie }, body: form });
    const { errors, response, client } = (await answer.json()) as {
      errors?: { code: string; meta?: { param_name: string } }[];
      response?: OwnUser;
      client?: { sessions: { user: OwnUser }[] } | null;
    };
    const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    const failure = errors?.[0] && { code: errors[0].code, param: errors[0].meta?.param_name };
    return { status: answer.status, ...failure, response, client, cookies: cookies.join('; ') };
  };
  const begun = await ask('', 'POST', 'client/sign_ins', { identifier, password: PASSWORD, strategy: 'password' });
  return {
    status: begun.status,
    user: begun.client?.sessions[0]?.user ?? null,
    /** Asks about the signed-in user. */
    me: async (method: string, path = '', body?: Record<string, string> | FormData): Promise<Answer> => {
      const { status, code, param, response } = await ask(begun.cookies, method, `me${path}`, body);
      return { status, ...(code && { code, param }), user: response ?? null };
    },
  };
}
