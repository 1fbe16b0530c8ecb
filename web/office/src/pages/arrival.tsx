// The first sign-in: whoever came in by a password that somebody else handed out chooses his own, and shows with his
// enrolled key that it is he. The key comes from the file of `mingjing key make`; what is typed opens it here.
import {KeyError, kPassphraseMin, keyId, possessionMessage, publicKeyOf, sign, signInSecret, unwrapKey} from '@keys';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';

import {api, take} from '../api/client';
import {type Person, me} from '../api/queries';
import {useTitle} from '../parts/title';
import {Word} from '../parts/word';
import {openKey} from '../signing/key';

interface KeyFile {
  name: string;
  wrapped: string;
}

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

async function keyFileOf(file: File): Promise<KeyFile> {
  const value: unknown = JSON.parse(await file.text());
  const wrapped = value !== null && typeof value === 'object' && 'wrapped' in value ? value.wrapped : undefined;
  if (typeof wrapped !== 'string') throw new KeyError('wrapped_key');
  return {name: file.name, wrapped};
}

/** What shows that the key is this person's: its signature over a challenge of the office. */
async function possession(person: Person, wrapped: string, passphrase: string) {
  const scalar = await unwrapKey(wrapped, passphrase);
  try {
    const id = keyId(publicKeyOf(scalar));
    const {challenge} = await take(api.POST('/api/me/challenge'));
    return {challenge, id, signature: base64(sign(scalar, possessionMessage(challenge, id, person.login))), wrapped};
  } finally {
    scalar.fill(0);
  }
}

async function choose(person: Person, passphrase: string, file: KeyFile | null): Promise<void> {
  const key = file === null ? undefined : await possession(person, file.wrapped, passphrase);
  const password = await signInSecret(person.login, passphrase);
  await take(api.POST('/api/me/own-password', {body: {password, ...(key === undefined ? {} : {key})}}));
  if (file !== null) await openKey(file.wrapped, passphrase);
}

const kWords: Record<string, string> = {
  passphrase: '这个口令打不开钥匙文件，请重新输入。',
  wrapped_key: '这不是钥匙文件，请选择 mingjing key make 生成的文件。',
  key: '钥匙文件已经损坏。',
};
const said = (error: Error): string => (error instanceof KeyError ? kWords[error.code] ?? error.code : `${error.message}。`);

export function Arrival({person, keys}: {person: Person; keys: readonly string[]}) {
  useTitle('设置自己的口令');
  const client = useQueryClient();
  const [file, setFile] = useState<KeyFile | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const withKey = keys.length > 0;
  const read = useMutation({mutationFn: keyFileOf, onSuccess: setFile, onError: () => setFile(null)});
  const enter = useMutation({
    mutationFn: () => choose(person, passphrase, withKey ? file : null),
    onSuccess: () => client.resetQueries({queryKey: me.queryKey}),
  });
  const leave = useMutation({
    mutationFn: () => take(api.DELETE('/api/session')),
    onSuccess: () => client.resetQueries({queryKey: me.queryKey}),
  });
  const fault = passphrase !== '' && [...passphrase].length < kPassphraseMin ? `口令至少 ${kPassphraseMin} 个字符`
    : again !== '' && again !== passphrase ? '两次输入的口令不一样' : '';
  const ready = passphrase !== '' && fault === '' && (withKey ? file !== null : again === passphrase);
  return (
    <main className="page">
      <div className="head"><div><h1>请先设置自己的口令</h1><p className="meta"><span>{person.name}</span><span>{person.login}</span></p></div></div>
      <section className="pn" aria-label="设置口令">
        <form className="in stack narrow" onSubmit={(event) => { event.preventDefault(); if (ready) enter.mutate(); }}>
          <p>{withKey
            ? '您名下有登记的签名密钥。请选择您的钥匙文件，输入生成它时所用的口令：今后就用这个口令登录。钥匙只在本机打开，用来证明是您本人。'
            : '初始口令是别人给的，只能用这一次。请设置一个只有您本人知道的口令。登记签名密钥以前，不能查看案件。'}</p>
          <input className="vh" type="text" autoComplete="username" value={person.login} readOnly tabIndex={-1} aria-hidden="true" />
          {withKey && (
            <div className="field">
              <label htmlFor="key-file">钥匙文件</label>
              <input id="key-file" type="file" accept=".json,application/json"
                onChange={(event) => { const chosen = event.target.files?.[0]; if (chosen !== undefined) read.mutate(chosen); }} />
              {read.isError && <p className="fault" role="alert">{kWords.wrapped_key}</p>}
            </div>
          )}
          <Word id="own" title="口令" complete={withKey ? 'current-password' : 'new-password'} value={passphrase} onChange={setPassphrase} />
          {!withKey && <Word id="own-again" title="再输入一次" complete="new-password" value={again} onChange={setAgain} />}
          {fault !== '' && <p className="fault" role="status">{fault}</p>}
          {enter.isError && <p className="fault" role="alert">{said(enter.error)}</p>}
          <p className="row">
            <button type="submit" className="btn pri" disabled={!ready || enter.isPending}>{enter.isPending ? '正在设置…' : '设置口令'}</button>
            <button type="button" className="btn txt" onClick={() => leave.mutate()}>退出登录</button>
          </p>
        </form>
      </section>
    </main>
  );
}
