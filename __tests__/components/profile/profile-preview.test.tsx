import '../support/dom';
import { screen } from '@testing-library/react';
import { render } from '../support/english';
import { ProfilePreview } from '@/components/profile/profile-preview';
import { publicFieldNames } from '@/lib/profile/model/public-profile';
import { aProfile } from '@/__tests__/support/builders';

/** Makes a field private for the rest of a test. */
const hide = (...names: string[]) =>
  names.forEach((name) => publicFieldNames.splice(publicFieldNames.indexOf(name as never), 1));
const all = [...publicFieldNames];
afterEach(() => publicFieldNames.splice(0, Infinity, ...all));

const { values } = aProfile({ values: { firstName: 'Ann', lastName: 'Berg', headline: 'Gardener', location: 'Oslo' } });
const preview = () => screen.getByRole('region', { name: 'Preview' });

it('the preview shows what is public', () => {
  render(<ProfilePreview userId="user_1" values={values} caption="How you appear" />);
  expect(preview()).toHaveTextContent('Ann BergGardenerOsloHow you appear');
});

it('the preview shows no value of a field that only its person may read', () => {
  hide('lastName', 'location', 'avatarColor');
  render(<ProfilePreview userId="user_1" values={values} caption="How you appear" />);
  expect(preview()).toHaveTextContent('AnnGardenerHow you appear');
  const avatar = screen.getByRole('img', { name: 'Avatar of Ann' });
  expect(avatar).toHaveTextContent('A');
  expect(avatar).not.toHaveAttribute('style');
});
