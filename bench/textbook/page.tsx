import { saveTextbookAction } from './actions';
import { Form } from './form';

/** The page /textbook of a copy of the app. */
export default function TextbookPage() {
  return <Form save={saveTextbookAction} />;
}
