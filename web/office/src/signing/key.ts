// The officer's private key, open in this tab's memory and nowhere else: not in a component's state, not in storage.
// A reload forgets it; the next signature asks for the passphrase.

import {keyId, publicKeyOf, sign, unwrapKey} from '@keys';

interface Held {
  id: string;
  scalar: Uint8Array;
}

let held: Held | null = null;

export const isKeyOpen = (id: string): boolean => held?.id === id;

/** Opens the wrapped key. Throws KeyError `passphrase` or `wrapped_key`. */
export async function openKey(wrapped: string, passphrase: string): Promise<void> {
  const scalar = await unwrapKey(wrapped, passphrase);
  closeKey();
  held = {id: keyId(publicKeyOf(scalar)), scalar};
}

/** Throws when the key is not open: ask for the passphrase first. */
export function signWith(id: string, message: Uint8Array): Uint8Array {
  if (held === null || held.id !== id) throw new Error('the key is not open');
  return sign(held.scalar, message);
}

export function closeKey(): void {
  held?.scalar.fill(0);
  held = null;
}
