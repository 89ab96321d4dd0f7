/** The panel's cards, empty, while the first model is on its way. */
export function Waiting() {
  return (
    <div class="columns draw waiting" aria-busy="true">
      {['The model is on its way, 2.7 MB, once.', '', ''].map((words, place) => (
        <div key={place} class="card">
          <p class="blank">{words}</p>
        </div>
      ))}
    </div>
  );
}
