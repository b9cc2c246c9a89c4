import { displayName } from '@/lib/profile/model/initials';
import type { Values } from '@/lib/profile/model/values';
import { Avatar } from './avatar';

/** The user as these values show them. `caption` says whether others see them so. */
export function ProfilePreview({ values, caption }: { values: Values; caption: string }) {
  const name = displayName(values);
  return (
    <section aria-label="Preview" className="flex items-center gap-4 md:flex-col md:gap-5 md:py-4 md:text-center">
      <Avatar values={values} size="large" />
      <div className="grid min-w-0 gap-0.5 md:w-full">
        {name ? (
          <p dir="auto" className="line-clamp-2 text-lg leading-snug font-semibold tracking-tight wrap-anywhere">
            {name}
          </p>
        ) : (
          <p className="text-lg leading-snug text-faint italic">No name yet</p>
        )}
        <p className="text-[0.8125rem] text-soft">{caption}</p>
      </div>
    </section>
  );
}
