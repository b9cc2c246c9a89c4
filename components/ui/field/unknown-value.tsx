/** A value that came from elsewhere and that no choice of a control stands for. It is posted as it is. */
export function UnknownValue({ id, name, value }: { id: string; name: string; value: string }) {
  return (
    <>
      <input type="hidden" name={name} value={value} readOnly />
      <p id={id} className="mb-1 text-[0.8125rem] text-waiting">
        It is “<bdi className="wrap-anywhere">{value}</bdi>” now, which is not one of these.
      </p>
    </>
  );
}
