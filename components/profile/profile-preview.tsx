import { displayName } from '@/lib/profile/model/initials';
import { publicFieldNames } from '@/lib/profile/model/public-profile';
import { isValid, pick, type Values } from '@/lib/profile/model/values';
import type { Text } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';
import { Avatar, avatarLabel } from './avatar';

interface ProfilePreviewProps {
  userId: string;
  values: Values;
  /** whether others see the person so */
  caption: Text;
}

/** The person as these values show them to others: by the public fields. */
export function ProfilePreview({ userId, values, caption }: ProfilePreviewProps) {
  const { t, say } = useTexts();
  const known = { firstName: '', lastName: '', ...pick(values, publicFieldNames) };
  const name = displayName(known);
  const website = said(values, 'website');
  return (
    <section
      aria-label={t('preview.title')}
      className="flex items-center gap-4 @2xl/form:flex-col @2xl/form:gap-5 @2xl/form:py-4 @2xl/form:text-center"
    >
      <Avatar userId={userId} values={known} size="large" label={avatarLabel(t, name)} />
      <div className="grid min-w-0 gap-0.5 @2xl/form:w-full">
        {name ? (
          <p dir="auto" className="line-clamp-2 text-lg leading-snug font-semibold tracking-tight wrap-anywhere">
            {name}
          </p>
        ) : (
          <p className="text-lg leading-snug text-faint italic">{t('preview.noName')}</p>
        )}
        <Line text={said(values, 'headline')} isClear />
        <Line text={said(values, 'pronouns')} />
        <Line text={said(values, 'location')} />
        <Line text={website && shortAddress(website)} />
        <p className="mt-1 text-[0.8125rem] text-soft">{say(caption)}</p>
      </div>
    </section>
  );
}

/** What a person wrote in a public field of this name; undefined where the app has none, or they wrote nothing. */
function said(values: Values, field: string): string | undefined {
  const name = publicFieldNames.find((one) => one === field);
  const value = name && isValid(name, values[name]) ? values[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** What a person said of themselves, on one line, or nothing. */
const Line = ({ text, isClear = false }: { text: string | undefined; isClear?: boolean }) =>
  text ? (
    <p dir="auto" className={`line-clamp-2 wrap-anywhere ${isClear ? '' : 'text-[0.8125rem] text-soft'}`}>
      {text}
    </p>
  ) : null;

/** An address as people write it: without its scheme and the last slash. */
const shortAddress = (url: string): string => url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
