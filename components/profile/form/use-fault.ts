import { useEffect, useState } from 'react';
import { keepsTyped } from '@/components/browser/keeps-typed';
import { guarded, watchFaults } from '@/components/browser/page-fault';
import { message, type Message } from '@/lib/texts/text';

/**
 * Reports errors of the page itself to the user: `fault` is what to say, and null before. React alone would leave the
 * page as it is, as if the press had done its work. The error is still reported where the browser reports all others.
 */
export function useFault() {
  const [fault, setFault] = useState<Message | null>(null);
  useEffect(() => watchFaults(() => setFault(faultText())), []);
  return { fault, guarded };
}

const faultText = (): Message => (keepsTyped() ? message('request.faultKept') : message('request.faultLost'));
