// One file to the office by tus 1.0, in pieces; what the office answers must be the SM3 that was computed here.

import {base64} from '@ledger/bytes';
import {Sm3} from '@ledger/sm3';

import {Refused, Unreachable} from '../api/client';
import type {Problem} from '../api/client';
import type {KeptFile} from './values';

const kPieceBytes = 4 << 20;
const kHeaders = {'Tus-Resumable': '1.0.0'};

async function ask(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new Unreachable();
  }
  if (response.ok) {
    await response.arrayBuffer();  // nothing, but the connection is free for the next piece only when it is read
    return response;
  }
  throw new Refused(response.status, (await response.json()) as Problem);
}

/** `told` hears the share that is done, 0 … 1. Throws Refused, Unreachable; Error when the fingerprint is another. */
export async function upload(file: File, told: (share: number) => void): Promise<KeptFile> {
  const created = await ask('/files', {method: 'POST', headers: {...kHeaders, 'Upload-Length': String(file.size)}});
  const place = created.headers.get('Location')!;
  const hash = new Sm3();
  let answered: string | null = null;
  for (let offset = 0; offset < file.size; offset += kPieceBytes) {
    const piece = new Uint8Array(await file.slice(offset, offset + kPieceBytes).arrayBuffer());
    hash.update(piece);
    const headers = {...kHeaders, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream'};
    answered = (await ask(place, {method: 'PATCH', headers, body: piece})).headers.get('Mingjing-SM3');
    told(Math.min(1, (offset + piece.length) / file.size));
  }
  const sm3 = base64(hash.digest());
  if (answered !== sm3) throw new Error('文件在传输中发生了变化，请重新选择');
  return {media: file.type || 'application/octet-stream', name: file.name, size: file.size, sm3};
}
