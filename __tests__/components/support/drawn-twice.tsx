import './dom';
import { act } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import { ChoiceField } from '@/components/ui/controls/choice-field';
import { ChoicesField } from '@/components/ui/controls/choices-field';
import { SearchField } from '@/components/ui/controls/search-field';
import { TextArea } from '@/components/ui/controls/text-area';
import type { ControlProps } from '@/components/ui/field/field-frame';
import { English } from './english';
import { serverHtml } from './server-html';

type Texts = Record<'country' | 'lines' | 'oneOfMany' | 'oneOfFew' | 'several', string>;

const options = [...'abcdef'].map((value) => ({ value, label: value.toUpperCase() }));

function Page({ texts, onEdit }: { texts: Texts; onEdit?: (name: string, text: string) => void }) {
  const props = (name: keyof Texts): ControlProps => ({
    name,
    label: name,
    value: texts[name],
    onChange: (text) => onEdit?.(name, text),
    onLeave: () => undefined,
  });
  return (
    <English>
      <form>
        <SearchField {...props('country')} load={async () => []} />
        <TextArea {...props('lines')} max={9} />
        <ChoiceField {...props('oneOfMany')} options={options} />
        <ChoiceField {...props('oneOfFew')} options={options.slice(0, 2)} />
        <ChoicesField {...props('several')} options={options} />
      </form>
    </English>
  );
}

const byServer = { country: 'Turkey (TR)', lines: 'a', oneOfMany: 'a', oneOfFew: 'a', several: 'a' };
const byScript = { country: 'Türkiye (TR)', lines: 'b', oneOfMany: 'b', oneOfFew: 'b', several: 'a\nb' };

/**
 * Returns the edits that controls report when the script draws other texts in them than the server did. `before` has
 * the page's HTML before the script runs. Once in a file: afterwards no page counts as early.
 */
export async function editsOfDrawnTwice(before: (page: HTMLElement) => void): Promise<Record<string, string>> {
  const page = document.body.appendChild(document.createElement('div'));
  page.innerHTML = await serverHtml(<Page texts={byServer} />);
  before(page);
  const edits: Record<string, string> = {};
  const script = <Page texts={byScript} onEdit={(name, text) => (edits[name] = text)} />;
  const root = await act(async () => hydrateRoot(page, script, { onRecoverableError: () => undefined }));
  act(() => root.unmount());
  page.remove();
  return edits;
}
