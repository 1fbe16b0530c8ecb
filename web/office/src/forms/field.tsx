// One field of a lawbook's form: its label, its control by type, what is wrong, help and article.
import {DatePicker, Input, Select} from 'antd';
import dayjs from 'dayjs';
import type {ReactNode} from 'react';

import type {FormField} from '../api/queries';
import {FilesControl} from './files_control';
import {HoldersControl} from './holders_control';
import {GroupField, LinesField} from './lines_field';
import type {Faults, KeptFile, Value, Values} from './values';

export interface ControlProps {
  field: FormField;
  /** Place in the form: names of faults and ids of controls follow it. */
  path: string;
  value: Value | undefined;
  onChange: (value: Value) => void;
  faults: Faults;
}

export const idOf = (path: string): string => `f-${path.replaceAll('.', '-')}`;

/** Attributes that tie a control to its words. */
export const tied = ({field, path, faults}: ControlProps) => ({
  id: idOf(path),
  'aria-required': field.required,
  'aria-invalid': faults[path] !== undefined,
  'aria-describedby': `${idOf(path)}-about`,
});

const kRadioMax = 6;

export function FieldView(props: ControlProps) {
  const {field, path} = props;
  if (field.repeated) return <LinesField {...props} />;
  if (field.type === 'object') return <GroupField {...props} />;
  const choices = optionsOf(field);
  if (choices !== null && choices.length <= kRadioMax) return <ChoiceField {...props} choices={choices} />;
  return (
    <div className={`field ${isWide(field) ? 'wide' : ''}`}>
      <label htmlFor={idOf(path)}><Label field={field} /></label>
      <Control {...props} choices={choices} />
      <AboutField {...props} />
    </div>
  );
}

export const Label = ({field}: {field: FormField}) => (
  <>{field.title}{!field.required && <span className="soft">（选填）</span>}</>
);

const isWide = (field: FormField): boolean => ['long_text', 'rich_text', 'files', 'strings', 'holders'].includes(field.type);

function optionsOf(field: FormField): [string, string][] | null {
  if (field.type === 'boolean') return [['true', '是'], ['false', '否']];
  return field.type === 'choice' ? Object.entries(field.options) : null;
}

/** Fault first: that is what a reader with a screen reader has to hear. */
export function AboutField({field, path, faults}: Pick<ControlProps, 'field' | 'path' | 'faults'>) {
  return (
    <div id={`${idOf(path)}-about`} className="about">
      {faults[path] !== undefined && <p className="fault">{faults[path]}</p>}
      {field.help !== '' && <p>{field.help}</p>}
      {field.type === 'rich_text' && <p>一行一段。姓名、电话等以后可能遮盖的内容用 [[ ]] 括起，公示时整体显示或者整体遮盖。</p>}
      {field.source.length > 0 && <p className="law">{field.source.join('、')}</p>}
    </div>
  );
}

function ChoiceField(props: ControlProps & {choices: [string, string][]}) {
  const {field, path, value, onChange, faults, choices} = props;
  return (
    <fieldset className="field wide" id={idOf(path)} tabIndex={-1} aria-describedby={`${idOf(path)}-about`}
      aria-invalid={faults[path] !== undefined || undefined} role="radiogroup" aria-required={field.required}>
      <legend><Label field={field} /></legend>
      <div className="opts">
        {choices.map(([key, title]) => (
          <label key={key} className="opt">
            <input type="radio" name={idOf(path)} value={key} checked={value === key} onChange={() => onChange(key)} />
            {title}
          </label>
        ))}
        {!field.required && value !== undefined && value !== '' && (
          <button type="button" className="btn txt sm" onClick={() => onChange('')}>清除所选</button>
        )}
      </div>
      <AboutField {...props} />
    </fieldset>
  );
}

/** Enter takes the day that was typed; it does not hand in the form. */
const keepForm = (event: React.KeyboardEvent): void => {
  if (event.key === 'Enter') event.preventDefault();
};

function Control(props: ControlProps & {choices: [string, string][] | null}): ReactNode {
  const {field, value, onChange, choices} = props;
  const text = typeof value === 'string' ? value : '';
  const status = props.faults[props.path] === undefined ? '' : 'error';
  if (choices !== null) {
    return <Select {...tied(props)} status={status} value={text === '' ? null : text} onChange={(key: string) => onChange(key)}
      options={choices.map(([key, title]) => ({value: key, label: title}))} placeholder="请选择" showSearch
      optionFilterProp="label" />;
  }
  switch (field.type) {
    case 'long_text':
    case 'rich_text':
    case 'strings':
      return <Input.TextArea {...tied(props)} status={status} value={text} rows={field.type === 'rich_text' ? 6 : 3}
        onChange={(event) => onChange(event.target.value)} />;
    case 'date':
      return <DatePicker {...tied(props)} status={status} value={text === '' ? null : dayjs(text)} format="YYYY年M月D日"
        placeholder="年 月 日" onKeyDown={keepForm} onChange={(day) => onChange(day === null ? '' : day.format('YYYY-MM-DD'))} />;
    case 'money':
      return <Input {...tied(props)} status={status} value={text} suffix="元" inputMode="decimal" className="short"
        onChange={(event) => onChange(event.target.value)} />;
    case 'integer':
      return <Input {...tied(props)} status={status} value={text} inputMode="numeric" className="short"
        onChange={(event) => onChange(event.target.value)} />;
    case 'holder':
    case 'holders':
      return <HoldersControl {...props} />;
    case 'files':
      return <FilesControl {...props} value={(value ?? []) as KeptFile[]} />;
    default:
      return <Input {...tied(props)} status={status} value={text} onChange={(event) => onChange(event.target.value)} />;
  }
}

export const valuesOf = (value: Value | undefined): Values =>
  value !== undefined && typeof value === 'object' && !Array.isArray(value) ? value : {};
