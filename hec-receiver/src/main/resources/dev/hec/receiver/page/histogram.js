'use strict';
// Draws counts over time; a click on a bar asks for its time.

const SVG = 'http://www.w3.org/2000/svg';

function drawHistogram(svg, buckets, choose) {
  svg.textContent = '';
  const most = buckets.reduce((sum, bucket) => Math.max(sum, bucket.count), 0);
  const width = 1000 / Math.max(1, buckets.length);
  buckets.forEach((bucket, i) => {
    if (bucket.count === 0) {
      return;
    }
    const height = Math.max(2, 78 * bucket.count / most);
    const bar = document.createElementNS(SVG, 'rect');
    bar.setAttribute('x', String(i * width));
    bar.setAttribute('y', String(80 - height));
    bar.setAttribute('width', String(Math.max(1, width - 1)));
    bar.setAttribute('height', String(height));
    const title = document.createElementNS(SVG, 'title');
    title.textContent = bucket.from + '\n' + bucket.count + ' events';
    bar.appendChild(title);
    bar.addEventListener('click', () => choose(bucket.from, bucket.to));
    svg.appendChild(bar);
  });
}
