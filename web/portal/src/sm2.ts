// SM2 verification (GB/T 32918.2) with the fixed distinguishing identifier (transparency-log.md §4).

import {sm2} from 'sm-crypto-v2';

import {hex} from '../../shared/ledger/bytes';

/** False for every malformed input. `key` is 04‖X‖Y, `signature` is r‖s. */
export function verifySm2(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 65 || key[0] !== 4 || signature.length !== 64) return false;
  try {
    const point = hex(key);
    if (!sm2.verifyPublicKey(point)) return false;
    return sm2.doVerifySignature(message, hex(signature), point, {hash: true, userId: '1234567812345678'});
  } catch {
    return false;
  }
}
