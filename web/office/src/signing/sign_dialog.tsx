// The last look before a signature: what is signed, after which record, under which fingerprint.
import {KeyError} from '@keys';
import {useQuery} from '@tanstack/react-query';
import {Input} from 'antd';
import {useState} from 'react';

import type {Form, Law, Person} from '../api/queries';
import {people} from '../api/queries';
import {Dialog} from '../parts/dialog';
import {type Prepared, fingerprint} from '../record/submit';
import {ValueView, fieldOf, isMachinery, titleOf} from '../record/show';
import {isKeyOpen, openKey} from './key';

interface Props {
  prepared: Prepared;
  law: Law;
  form: Form | undefined;
  person: Person;
  /** Signs and sends. Ends when the office has answered. */
  onSign: () => Promise<void>;
  onClose: () => void;
}

const kWords: Record<string, string> = {
  passphrase: '口令不能打开您的签名密钥，请重新输入。',
  wrapped_key: '保存的签名密钥已经损坏，请联系系统管理员。',
};

const kNoAnswer = '没有收到服务器的答复。可以再次提交：同一条记录不会写入两次。';

export function SignDialog({prepared, law, form, person, onSign, onClose}: Props) {
  const roster = useQuery(people).data ?? [];
  const [passphrase, setPassphrase] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const asks = prepared.signed && !isKeyOpen(prepared.key);
  const words = {law, form, people: roster, texts: prepared.texts};

  async function go(): Promise<void> {
    setBusy(true);
    setFault('');
    try {
      if (asks) await openKey(person.key?.wrapped ?? '', passphrase);
      await onSign();
    } catch (error) {
      setFault(error instanceof KeyError ? kWords[error.code] ?? error.code : kNoAnswer);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog title={`${prepared.signed ? '签名' : '提交'}：${prepared.title}`} onClose={onClose} footer={<>
      <button type="button" className="btn sec" onClick={onClose}>返回修改</button>
      <button type="submit" form="sign" className="btn pri" disabled={busy}>
        {busy ? '正在提交…' : prepared.signed ? '签名并提交' : '提交记录'}
      </button>
    </>}>
      <form id="sign" className="in stack" onSubmit={(event) => { event.preventDefault(); void go(); }}>
        <p>
          {prepared.signed ? `以下内容将以 ${person.name} 的名义签名` : '以下内容将以您的名义提交'}，
          {prepared.expectedPos === 0 ? '作为第 1 条记录' : `接在第 ${prepared.expectedPos} 条记录之后`}。
          写入后不能改动或者删除。
        </p>
        <dl className="pairs">
          {prepared.act.fields.filter(([name]) => !isMachinery(name)).map(([name, value]) => (
            <Pair key={name} title={titleOf(form, name)}>
              <ValueView field={fieldOf(form, name)} name={name} value={value} words={words} />
            </Pair>
          ))}
          {prepared.signed && <Pair title="签名内容的指纹"><span className="mono small">{fingerprint(prepared)}</span></Pair>}
        </dl>
        {asks && (
          <div className="field">
            <label htmlFor="sign-passphrase">口令</label>
            <Input.Password id="sign-passphrase" autoComplete="current-password" value={passphrase} visibilityToggle={false}
              status={fault === '' ? '' : 'error'} aria-describedby="sign-fault sign-about"
              onChange={(event) => setPassphrase(event.target.value)} />
            <div id="sign-about" className="about">
              <p>只在本机打开您的签名密钥，不会发送出去；本标签页内只问这一次。</p>
            </div>
          </div>
        )}
        {fault !== '' && <p id="sign-fault" className="fault" role="alert">{fault}</p>}
      </form>
    </Dialog>
  );
}

const Pair = ({title, children}: {title: string; children: React.ReactNode}) => (<><dt>{title}</dt><dd>{children}</dd></>);
