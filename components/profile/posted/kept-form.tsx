import { useEffect, useEffectEvent, type FormEvent, type ReactNode } from 'react';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import { valueLabel } from '@/lib/profile/model/value-label';
import { labelOf } from '@/lib/profile/model/field-texts';
import type { Text } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';
import { fieldNames } from '@/lib/profile/model/values';
import { writeUnsavedAsDraft } from '@/components/offline/drafts';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { PostedWith } from './posted-with';

interface KeptFormProps {
  unsaved: UnsavedForm;
  /** why it is not saved, in other words than the server's */
  message?: Text | undefined;
  /** the path of the page that shows it */
  path: string;
  post: (form: FormData) => void;
  /** called before a press of Save is posted; it can hold that back */
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  /** called once the browser keeps all of it as a draft */
  onKept?: () => void;
  /** what else can be done */
  children?: ReactNode;
}

/** An edit that was posted without the page's script and not saved, where there is no form to show it in. */
export function KeptForm({ unsaved, message: instead, path, post, onSubmit, onKept, children }: KeptFormProps) {
  const own = useTexts();
  const { t, say } = own;
  const { userId, form, token, attempt, texts, save, message } = unsaved;
  const notifyKept = useEffectEvent(() => onKept?.());
  useEffect(() => {
    if (writeUnsavedAsDraft(userId, unsaved)) notifyKept();
  }, [userId, unsaved]);
  const kept = fieldNames.filter((name) => texts[name] !== undefined);
  return (
    <form action={post} onSubmit={onSubmit} aria-label={t('form.keptEdit')}>
      <Card className="grid gap-5 p-5 @2xl/form:p-6">
        <Notice>{say(instead ?? message)}</Notice>
        <dl className="grid gap-3">
          {kept.map((name) => (
            <div key={name} className="grid gap-0.5">
              <dt className="text-soft">{say(labelOf(name))}</dt>
              <dd dir="auto" className="font-medium wrap-anywhere">
                {valueLabel(own, name, save.patch[name] ?? '')}
              </dd>
            </div>
          ))}
        </dl>
        <PostedWith path={path} form={form} userId={userId} token={token} attempt={attempt} base={save.base ?? {}} />
        {kept.map((name) => (
          <input key={name} type="hidden" name={name} value={texts[name]} readOnly />
        ))}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button variant="primary" type="submit">
            {t('form.save')}
          </Button>
          {children}
        </div>
      </Card>
    </form>
  );
}
