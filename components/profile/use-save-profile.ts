import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Profile, Save } from '@/lib/profile/profile';
import { keepWaiting, profileQuery } from '@/lib/profile/query';
import type { FieldName } from '@/lib/profile/values';
import type { SaveProfile } from './save-type';

export const saveKey = ['profile', 'save'] as const;

/** The server answered that nothing was saved, and why. */
export class NotSaved extends Error {
  constructor(
    message: string,
    readonly errors: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'NotSaved';
  }
}

/** The profile as it will be once the save is committed. */
function withSave(profile: Profile, { patch }: Save): Profile {
  const names = Object.keys(patch) as FieldName[];
  return {
    ...profile,
    values: { ...profile.values, ...patch },
    pending: [...new Set([...profile.pending, ...names])],
    pendingSince: profile.pendingSince ?? new Date().toISOString(),
    refused: Object.fromEntries(Object.entries(profile.refused).filter(([name]) => !(name in patch))),
  };
}

/** Saves a patch; every reader of the profile shows it at once, and shows what was there before if it fails. */
export function useSaveProfile(save: SaveProfile) {
  const client = useQueryClient();
  const { queryKey } = profileQuery;

  return useMutation<Profile, Error, Save, { before?: Profile; optimistic?: Profile }>({
    mutationKey: saveKey,
    mutationFn: async (input) => {
      const result = await save(input);
      if (!result.ok) throw new NotSaved(result.message, result.errors);
      return result.value;
    },
    onMutate: async (input) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      return { before, optimistic: before && client.setQueryData(queryKey, withSave(before, input)) };
    },
    onError: (_error, _input, shown) => {
      // An answer that came meanwhile is newer than what was there before.
      client.setQueryData(queryKey, (now) => (now !== undefined && now === shown?.optimistic ? shown.before : now));
    },
    onSuccess: (saved, { patch }, { before }) => {
      client.setQueryData(queryKey, (now) => {
        if (saved.source === 'clerk') return keepWaiting(before && { ...before, pending: before.pending.filter((name) => !(name in patch)) }, saved);
        return now && now.revision > saved.revision ? now : saved;
      });
    },
    onSettled: (_saved, error) => {
      if (!error) return; // the answer to a save is the profile
      // While another save is on its way, a refetch would show the state before it.
      if (client.isMutating({ mutationKey: saveKey }) === 1) void client.invalidateQueries({ queryKey });
    },
  });
}
