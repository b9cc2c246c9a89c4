/**
 * The sections of the profile page, in their order. A field names its section; one that names none is in the first. A
 * section without fields is not shown.
 */
export const sections = {
  profile: {
    title: 'Profile',
    text: 'How others see you.',
  },
};
