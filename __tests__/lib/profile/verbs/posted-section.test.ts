import { inEnglish } from '@/__tests__/support/in-english';
import { aProfile } from '@/__tests__/support/builders';
import { formNames } from '@/lib/profile/model/form-names';
import type { Patch } from '@/lib/profile/model/values';
import { readPostedForm, saveOf, unsavedOf } from '@/lib/profile/verbs/posted-form';
import { partOf, unsavedWith } from '@/lib/profile/verbs/posted-section';
import { failForNow, failUncertain, ok, type Result } from '@/lib/result';
import type { Saved } from '@/lib/profile/model/profile';

/** A form posted by the button of a section, each of whose fields was empty when the page showed it. */
function postedBy(section: string, texts: Record<string, string>) {
  const form = new FormData();
  form.set(formNames.userId, 'user_ann');
  form.set(formNames.token, 'page');
  form.set(formNames.section, section);
  for (const [name, text] of Object.entries(texts)) {
    form.set(formNames.base(name as keyof Patch), '');
    form.set(name, text);
  }
  return readPostedForm(form);
}
/** What is left of a form whose section was answered so. */
function leftOf(posted: ReturnType<typeof postedBy>, answer: Result<Saved>) {
  const parts = partOf(posted);
  const isEmpty = Object.keys(parts.part.texts).length === 0;
  return unsavedWith(posted, parts, isEmpty ? null : unsavedOf(parts.part, answer));
}
const both = { headline: 'Sailor', timeZone: 'Europe/Berlin' };

it('the button of a section saves its fields, and what was typed in others stays, and counts as unsaved', () => {
  const posted = postedBy('profile', both);
  expect(partOf(posted)).toMatchObject({
    part: { texts: { headline: 'Sailor' } },
    others: { timeZone: both.timeZone },
  });
  expect(inEnglish(leftOf(posted, ok(aProfile({ values: { headline: 'Sailor' } }))))).toMatchObject({
    texts: { timeZone: 'Europe/Berlin' },
    partly: true,
    message: expect.stringMatching(/other sections is not saved/),
  });
});

it('a form without a section’s button is saved whole', () => {
  const posted = { ...postedBy('', both), section: undefined };
  expect(partOf(posted)).toMatchObject({ part: { texts: both }, others: {} });
});

it('nothing is called saved where nothing was changed in the section, and nothing typed is lost', () => {
  for (const section of ['look', 'unknown'])
    expect(inEnglish(leftOf(postedBy(section, both), ok(aProfile())))).toMatchObject({
      texts: both,
      partly: false,
      message: expect.stringMatching(/^Nothing was changed in this section/),
    });
});

it('a section whose outcome is unknown is the same save when it is sent once more', () => {
  const posted = postedBy('profile', both);
  const id = saveOf(partOf(posted).part).saveId;
  for (const [answer, attempt] of [
    [failUncertain('Not certain.'), 'retry-unanswered'],
    [failForNow('Later.'), 'retry'],
  ] as const) {
    const left = leftOf(posted, answer)!;
    expect(left).toMatchObject({ texts: both, attempt, partly: false });
    const again = partOf({ ...posted, token: left.token, attempt: left.attempt });
    expect(saveOf(again.part)).toMatchObject({ saveId: id, attempt });
  }
});
