// The newest draft as a document: its texts as paragraphs, its other fields under their titles.
import type {Json} from '@ledger/json';
import {useQuery} from '@tanstack/react-query';

import {type Form, type Law, type OpenRecord, type Stream, people, record as recordQuery, useAbout} from '../../api/queries';
import {makers} from '../../law/course';
import {Empty, Loaded} from '../../parts/states';
import {ValueView, fieldOf, titleOf} from '../../record/show';

export function Paper({law, state}: {law: Law; state: Stream}) {
  const made = makers(law);
  const maker = state.records.findLast((each) => each.void !== true && made.has(each.step));
  const query = useQuery({...recordQuery(state.kind, state.stream, maker?.pos ?? 0), enabled: maker !== undefined});
  if (maker === undefined) return <section className="pn"><Empty title="本案还没有草案。"><p>办案人员起草决定书以后才能审核。</p></Empty></section>;
  const form = law.forms[made.get(maker.step)!]!;
  return (
    <section className="desk" aria-label="草案">
      <Loaded query={query} rows={8}>{(opened) => <Sheet law={law} form={form} opened={opened} />}</Loaded>
    </section>
  );
}

function Sheet({law, form, opened}: {law: Law; form: Form; opened: OpenRecord}) {
  const roster = useQuery(people).data ?? [];
  const about = useAbout();
  const fields = opened.fields as unknown as Record<string, Json>;
  const words = {law, form, people: roster, texts: opened.texts as unknown as Record<string, {body: readonly unknown[]}>};
  const order = (name: string): number => form.fields.indexOf(fieldOf(form, name)!);
  const names = Object.keys(fields).filter((name) => name !== 'doc.form' && fieldOf(form, name) !== undefined)
    .sort((a, b) => order(a) - order(b) || a.localeCompare(b));
  return (
    <article className="paper">
      <p className="org">{about?.bureau}</p>
      <p className="title">{form.title}</p>
      {names.map((name) => {
        const field = fieldOf(form, name);
        const value = <ValueView field={field} name={name} value={fields[name]!} words={words} />;
        return field?.type === 'rich_text' || field?.type === 'long_text'
          ? <div key={name}><h4>{titleOf(form, name)}</h4><div className="text">{value}</div></div>
          : <div key={name} className="line"><span className="soft">{titleOf(form, name)}：</span>{value}</div>;
      })}
    </article>
  );
}
