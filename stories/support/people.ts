export const getPerson = async () => null;
