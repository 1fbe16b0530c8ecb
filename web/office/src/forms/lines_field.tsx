// A group of members, and a list whose lines are such groups or single values.
import {Icon} from '../parts/icon';
import {AboutField, type ControlProps, FieldView, Label, idOf, valuesOf} from './field';
import type {Value} from './values';

export function GroupField(props: ControlProps) {
  const {field} = props;
  return (
    <fieldset className="group">
      <legend><Label field={field} /></legend>
      <Members {...props} />
      <AboutField {...props} />
    </fieldset>
  );
}

function Members({field, path, value, onChange, faults}: ControlProps) {
  const values = valuesOf(value);
  return (
    <div className="members">
      {field.members.map((member) => (
        <FieldView key={member.name} field={member} path={`${path}.${member.name}`} value={values[member.name]}
          faults={faults} onChange={(next) => onChange({...values, [member.name]: next})} />
      ))}
    </div>
  );
}

export function LinesField(props: ControlProps) {
  const {field, path, value, onChange} = props;
  const lines = Array.isArray(value) && value.length > 0 ? (value as Value[]) : [field.type === 'object' ? {} : ''];
  const set = (i: number, next: Value): void => onChange(lines.map((line, k) => (k === i ? next : line)));
  return (
    <fieldset className="group lines" id={idOf(path)} tabIndex={-1}>
      <legend><Label field={field} /></legend>
      <ol>
        {lines.map((line, i) => (
          <li key={i}>
            <span className="no num" aria-hidden="true">{i + 1}</span>
            <Line {...props} value={line} place={i} onChange={(next) => set(i, next)} />
            {lines.length > 1 && (
              <button type="button" className="btn txt sm" onClick={() => onChange(lines.filter((_, k) => k !== i))}>
                删去<span className="vh">第 {i + 1} 项{field.title}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      <button type="button" className="btn sec sm" onClick={() => onChange([...lines, field.type === 'object' ? {} : ''])}>
        <Icon name="plus" />增加一项
      </button>
      <AboutField {...props} />
    </fieldset>
  );
}

function Line({field, path, place, ...rest}: ControlProps & {place: number}) {
  const single = {...field, repeated: false, help: '', source: []};
  if (field.type === 'object') return <Members {...rest} field={single} path={`${path}.${place}`} />;
  return <FieldView {...rest} field={{...single, title: `${field.title} ${place + 1}`, required: true}} path={`${path}.${place}`} />;
}
