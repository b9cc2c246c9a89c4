import { paramMissing, paramUnknown } from '../../json/errors';
import type { State, StoredUser } from '../../state/state';
import { cleanMetadata, METADATA, type MetadataParam } from '../../state/user/metadata';
import { hashPassword } from '../../state/user/passwords';
import { addUser } from '../../state/user/users';
import type { Body } from './body';

const PARAMS = [
  ...['email_address', 'phone_number', 'username', 'first_name', 'last_name', 'external_id'],
  ...['password', 'skip_password_requirement', ...Object.keys(METADATA)],
];

/**
 * Adds the user that a request describes, by their addresses, names and metadata.
 * @throws Clerk's 422 if it breaks a rule
 */
export async function createUser(state: State, body: Body): Promise<StoredUser> {
  for (const param of Object.keys(body)) if (!PARAMS.includes(param)) throw paramUnknown(param);
  const list = (param: string): unknown[] => (Array.isArray(body[param]) ? (body[param] as unknown[]) : []);
  const metadata = (param: MetadataParam) => cleanMetadata(param, body[param] ?? {});
  if (list('email_address').length === 0) throw paramMissing('email_address');
  if (typeof body.password !== 'string' && body.skip_password_requirement !== true) throw paramMissing('password');
  return addUser(state, {
    emails: list('email_address'),
    phones: list('phone_number'),
    passwordHash: typeof body.password === 'string' ? await hashPassword(body.password) : '',
    username: body.username,
    firstName: body.first_name,
    lastName: body.last_name,
    externalId: typeof body.external_id === 'string' ? body.external_id : null,
    publicMetadata: metadata('public_metadata'),
    privateMetadata: metadata('private_metadata'),
    unsafeMetadata: metadata('unsafe_metadata'),
  });
}
