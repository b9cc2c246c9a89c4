import { fields } from '@/lib/profile/fields';
import { username } from '@/lib/profile/model/kinds/username';

// Imported before anything that reads the list of fields: from then on it has a user name too.
Object.assign(fields, {
  username: username({ label: 'User name', clerk: { attribute: 'username' }, checked: 'unique' }),
});
