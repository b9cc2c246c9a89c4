import { useEffect, useEffectEvent, useRef } from 'react';
import type { FieldName } from '@/lib/profile/model/values';

/**
 * Returns `run`, deferred until a press that is under way is over. Pressing a button takes focus from a field, and a
 * message that appears at that moment would move the button from under the pointer: the press would hit nothing.
 */
export function useDeferUntilPointerUp(run: (name: FieldName) => void): (name: FieldName) => void {
  const pressed = useRef(false);
  const deferred = useRef<FieldName[]>([]);
  const release = useEffectEvent(() => {
    pressed.current = false;
    deferred.current.splice(0).forEach(run);
  });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const down = () => (pressed.current = true);
    // The click itself follows the release.
    const up = () => (timer = setTimeout(() => release(), 0));
    window.addEventListener('pointerdown', down, true);
    window.addEventListener('pointerup', up, true);
    window.addEventListener('pointercancel', up, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointerdown', down, true);
      window.removeEventListener('pointerup', up, true);
      window.removeEventListener('pointercancel', up, true);
    };
  }, []);

  return (name) => (pressed.current ? deferred.current.push(name) : run(name));
}
