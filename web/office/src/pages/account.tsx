// 我的: who I am to the office, my key, my passphrase, keys of the keyboard, the way out.
import {KeyError, kPassphraseMin, signInSecret, unwrapKey, wrapKey} from '@keys';
import {useMutation, useQueryClient} from '@tanstack/react-query';
import {useState} from 'react';

import {api, take} from '../api/client';
import {type Person, me, useAbout} from '../api/queries';
import {dropDrafts} from '../forms/draft_store';
import {lettersOn, setLetters} from '../frame/keys';
import {Icon} from '../parts/icon';
import {useTitle} from '../parts/title';
import {Word} from '../parts/word';
import {Fingerprint} from '../record/show';
import {usePerson} from '../routes';
import {closeKey, isKeyOpen, openKey} from '../signing/key';

export default function Account() {
  useTitle('我的');
  const person = usePerson();
  const roles = useAbout()?.roles ?? {};
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: () => take(api.DELETE('/api/session')),
    onSuccess: () => {
      closeKey();
      dropDrafts();
      client.clear();
      return client.resetQueries({queryKey: me.queryKey});
    },
  });
  return (
    <>
      <div className="head">
        <div><h1>{person.name}</h1><p className="meta"><span>{person.unit}</span><span>{person.post}</span></p></div>
        <div className="act"><button type="button" className="btn sec lg" onClick={() => leave.mutate()}><Icon name="out" />退出登录</button></div>
      </div>
      <div className="stack">
        <section className="pn" aria-labelledby="who">
          <header><h2 id="who">岗位和签名密钥</h2></header>
          <dl className="pairs in">
            <dt>账户</dt><dd>{person.login}</dd>
            <dt>岗位</dt><dd>{(person.roles ?? []).map((role) => roles[role] ?? role).join('、') || '没有登记岗位'}</dd>
            <dt>签名密钥</dt>
            <dd>{person.key === undefined ? '还没有签名密钥，不能签名。请联系密钥管理人员。' : <Fingerprint text={person.key.id} />}</dd>
            <dt>本标签页</dt>
            <dd>{person.key !== undefined && isKeyOpen(person.key.id) ? '密钥已打开，关闭标签页或者退出后失效。' : '密钥没有打开，签名时会询问口令。'}</dd>
          </dl>
        </section>
        <Passphrase person={person} />
        <Letters />
      </div>
    </>
  );
}

/** The key first: a passphrase that no longer opens it would be worth nothing. */
async function change(person: Person, old: string, fresh: string): Promise<void> {
  const scalar = person.key === undefined ? null : await unwrapKey(person.key.wrapped, old);
  const wrapped = scalar === null ? null : await wrapKey(scalar, fresh);
  scalar?.fill(0);
  await take(api.PUT('/api/me/password', {body: {old: await signInSecret(person.login, old), new: await signInSecret(person.login, fresh)}}));
  if (person.key === undefined || wrapped === null) return;
  await take(api.PUT('/api/me/key', {body: {id: person.key.id, wrapped}}));
  await openKey(wrapped, fresh);
}

function Passphrase({person}: {person: Person}) {
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [again, setAgain] = useState('');
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => change(person, old, fresh),
    onSuccess: () => {
      setOld('');
      setFresh('');
      setAgain('');
      return client.invalidateQueries({queryKey: me.queryKey});
    },
  });
  const fault = fresh !== '' && [...fresh].length < kPassphraseMin ? `新口令至少 ${kPassphraseMin} 个字符` : again !== '' && again !== fresh ? '两次输入的新口令不一样' : '';
  const ready = old !== '' && fresh !== '' && again === fresh && fault === '';
  return (
    <section className="pn" aria-labelledby="passphrase">
      <header><h2 id="passphrase">修改口令</h2></header>
      <form className="in stack narrow" onSubmit={(event) => { event.preventDefault(); if (ready) run.mutate(); }}>
        <input className="vh" type="text" autoComplete="username" value={person.login} readOnly tabIndex={-1} aria-hidden="true" />
        <Word id="old" title="现在的口令" complete="current-password" value={old} onChange={setOld} />
        <Word id="fresh" title="新口令" complete="new-password" value={fresh} onChange={setFresh} />
        <Word id="again" title="再输入一次新口令" complete="new-password" value={again} onChange={setAgain} />
        {fault !== '' && <p className="fault" role="status">{fault}</p>}
        {run.isError && <p className="fault" role="alert">{run.error instanceof KeyError ? '现在的口令不正确。' : `${run.error.message}。`}</p>}
        {run.isSuccess && <p className="note ok" role="status">口令已经修改，签名密钥已用新口令重新封好；其他设备需要重新登录。</p>}
        <p className="small soft">签名密钥由同一个口令封好，会一同换成新口令。口令忘记后，密钥不能恢复，只能重新登记。</p>
        <p><button type="submit" className="btn pri" disabled={!ready || run.isPending}>{run.isPending ? '正在修改…' : '修改口令'}</button></p>
      </form>
    </section>
  );
}

function Letters() {
  const [on, setOn] = useState(lettersOn());
  return (
    <section className="pn" aria-labelledby="letters">
      <header><h2 id="letters">键盘</h2></header>
      <div className="in">
        <label className="opt">
          <input type="checkbox" checked={on} onChange={(event) => { setLetters(event.target.checked); setOn(event.target.checked); }} />
          使用单字母快捷键（按 ? 查看）
        </label>
      </div>
    </section>
  );
}
