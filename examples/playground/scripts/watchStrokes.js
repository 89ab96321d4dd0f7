// Put into the page by strokeToPicture.ts: notes when the pen moves and when the picture is drawn.
(() => {
  let moved = 0;
  let drawn = () => {};
  const note = (event) => {
    if (event.buttons === 1 && moved === 0 && event.target.matches('.sketchpad')) moved = event.timeStamp;
  };
  for (const type of ['pointerdown', 'pointermove']) addEventListener(type, note, { capture: true });
  const { putImageData } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (...all) {
    putImageData.apply(this, all);
    if (moved > 0 && this.canvas.closest('.parse-canvas') !== null) drawn();
  };
  /** Milliseconds from the first pointer event on the paper after this call to the frame with what it led to. */
  globalThis.nextDrawn = () =>
    new Promise((resolve) => {
      moved = 0;
      drawn = () => {
        drawn = () => {};
        // The next frame shows what is drawn now; a message sent from within it comes once it is painted.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - moved);
          port2.postMessage(null);
        });
      };
    });
})();
