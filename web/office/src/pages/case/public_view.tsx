// The fields that a publication shows beside its texts.
import {useQuery} from '@tanstack/react-query';

import {type Form, type Law, people} from '../../api/queries';
import type {Draft, Publication} from '../../record/publication';
import {ValueView, fieldOf, titleOf} from '../../record/show';

export function PublicView({law, form, draft, publication}: {law: Law; form: Form; draft: Draft; publication: Publication}) {
  const roster = useQuery(people).data ?? [];
  const words = {law, form, people: roster, texts: draft.texts};
  const names = publication.fields.filter((name) => publication.texts[name] === undefined && name !== 'doc.form');
  return (
    <section aria-labelledby="public-fields">
      <h3 id="public-fields">一并公示的项目</h3>
      <dl className="pairs">
        {names.map((name) => (
          <div key={name} className="pair">
            <dt>{titleOf(form, name)}</dt>
            <dd><ValueView field={fieldOf(form, name)} name={name} value={draft.fields[name]!} words={words} /></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
