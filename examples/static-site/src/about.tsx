export function About() {
  return (
    <main>
      <h1>About</h1>
      <p>A place works from Monday to Friday, nine to five by its own clock.</p>
      <p>Everything is computed in this page; nothing is sent anywhere.</p>
    </main>
  );
}
