import type { ReactNode } from 'react';

/** The fields of a form with the preview beside them, or above where there is less room; alone where there is none. */
export const WithPreview = ({ preview, children }: { preview: ReactNode; children: ReactNode }) => (
  <div className={preview ? 'grid @2xl/form:grid-cols-[15rem_1fr]' : ''}>
    {preview && (
      <div className="border-b border-line bg-sunken p-5 @2xl/form:border-r @2xl/form:border-b-0 @2xl/form:p-6">
        <div className="@2xl/form:sticky @2xl/form:top-(--header,0px)">{preview}</div>
      </div>
    )}
    {/* what gets the focus is scrolled clear of the bar at the form's foot, in whatever box the form is */}
    <div className="@container tall:[&_:is(input,textarea,select,button)]:scroll-mb-24">{children}</div>
  </div>
);
