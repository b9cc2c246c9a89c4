import type { Control } from '@/lib/profile/model/kinds/kind';
import { hasPublicFields, type ShownSection } from '@/lib/profile/model/sections';
import { fieldOf } from '@/lib/profile/model/values';
import { Card } from '../ui/card';
import { Skeleton } from '../ui/skeleton';
import { useTexts } from '@/components/texts/texts-provider';
import { kindOf } from './kinds/kinds';

/** The outline of a form of these sections while the profile is being read for the first time. */
export function ProfileSkeleton({ sections }: { sections: readonly ShownSection[] }) {
  const hasPreview = hasPublicFields(sections);
  const { t } = useTexts();
  return (
    <Card aria-busy className="form-card">
      <p role="status" className="sr-only">
        {t('page.loading')}
      </p>
      <div className={hasPreview ? 'grid @2xl/form:grid-cols-[15rem_1fr]' : ''}>
        {hasPreview && <PreviewSkeleton />}
        <div className="@container">
          {sections.map((section) => (
            <SectionSkeleton key={section.name} {...section} />
          ))}
        </div>
      </div>
      <div className="flex h-17 items-center justify-end gap-2 border-t border-line px-5 @2xl/form:px-6">
        <Skeleton className="h-9 w-20" />
      </div>
    </Card>
  );
}

const PreviewSkeleton = () => (
  <div
    className={
      'flex items-center gap-4 border-b border-line bg-sunken p-5 @2xl/form:flex-col @2xl/form:gap-5 ' +
      '@2xl/form:border-r @2xl/form:border-b-0 @2xl/form:p-6 @2xl/form:pt-10'
    }
  >
    <Skeleton round className="size-20" />
    <div className="grid gap-2 @2xl/form:justify-items-center">
      <Skeleton className="h-5 w-32" />
      <Skeleton className="h-4 w-24" />
    </div>
  </div>
);

const SectionSkeleton = ({ columns = 1, fields }: ShownSection) => (
  <div className="grid gap-5 border-line p-5 not-first:border-t @2xl/form:p-6">
    <Skeleton className="h-5 w-28" />
    <div className={`grid items-start gap-x-5 gap-y-6 ${columns === 2 ? '@lg:grid-cols-2' : ''}`}>
      {fields.map((name) => (
        <div key={name} className={`grid gap-2 ${kindOf(fieldOf(name).control).isWide ? 'col-span-full' : ''}`}>
          <Skeleton className="h-4 w-24" />
          <FieldSkeleton control={fieldOf(name).control} />
        </div>
      ))}
    </div>
  </div>
);

const FieldSkeleton = ({ control }: { control: Control }) => <Skeleton className={kindOf(control).skeleton(control)} />;
