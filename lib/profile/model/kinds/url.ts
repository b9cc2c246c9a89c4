import { message } from '@/lib/texts/text';
import type { Field } from './kind';
import { textCodec, textRule, type TextOptions } from './rules/text-rule';

/** Returns a field of a web address: http or https, complete, as browsers write it. `max` is in characters. */
export function url({ initial = '', max = 500, ...options }: TextOptions & { max?: number }): Field<string> {
  const { placeholder = 'example.com', autoComplete = 'url', autoCapitalize = 'none', ...others } = options;
  const { label, required } = others;
  const rule = textRule(label, {
    required,
    empty: message('rule.emptyUrl', { label }),
    canonical: (text) => parse(text)?.href ?? text.trim(),
    complaintOf: (text) => {
      const parsed = parse(text);
      if (parsed?.username || parsed?.password) return message('rule.urlPassword', { label });
      if (!parsed || !isWebsite(parsed)) return message('rule.url', { label });
      return text.length > max ? message('rule.longAddress', { label, max }) : undefined;
    },
  });
  return {
    ...others,
    initial,
    control: { kind: 'text', type: 'url', max, placeholder, autoComplete, autoCapitalize },
    codec: textCodec(rule),
  };
}

/** Returns the parts of an address, which is https where it does not say; undefined if it is none. */
function parse(text: string): URL | undefined {
  const address = text.trim();
  if (address === '') return undefined;
  try {
    return new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`);
  } catch {
    return undefined;
  }
}

/** A name with a dot: no number, and nothing that only this computer or its network knows. */
const isWebsite = ({ protocol, hostname }: URL): boolean =>
  /^https?:$/.test(protocol) && /[^.]\.[a-z][^.]*$/i.test(hostname);
