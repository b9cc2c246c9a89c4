import { saveTextbookAction } from './actions';
import { Form } from './form';

/** Is put into a copy of the app as /textbook. */
export default function TextbookPage() {
  return <Form save={saveTextbookAction} />;
}
