// A secret that is typed.
import {Input} from 'antd';

export function Word({id, title, complete, value, onChange}: {
  id: string; title: string; complete: string; value: string; onChange: (value: string) => void;
}) {
  return (
    <div className="field">
      <label htmlFor={id}>{title}</label>
      <Input.Password id={id} autoComplete={complete} value={value} visibilityToggle={false} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
