// The same work by sharp, with its own defaults: a face in 512 and 128 pixels, a poster in 1600, 800 and 400.
//   node sharp.mjs draw FILE FOLDER [png]     writes the files; "png" writes them lossless, to be compared with
//   node sharp.mjs measure FILE face|poster   prints the CPU milliseconds and the peak of memory in MB, as JSON
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import sharp from "sharp";

sharp.concurrency(1);
sharp.cache(false);

async function draw(data, kind, formats) {
  const upright = await sharp(data).autoOrient().metadata();
  const wide = upright.autoOrient.width;
  const widths = kind === "face" ? [512, 128] : [...new Set([1600, 800, 400].map((px) => Math.min(px, wide)))];
  const files = {};
  for (const px of widths) {
    const size = kind === "face" ? { width: px, height: px, fit: "cover" } : { width: px };
    for (const format of formats) {
      files[`${kind}-${px}.${format}`] = await sharp(data).autoOrient().resize(size).toFormat(format).toBuffer();
    }
  }
  return files;
}

const status = (name) => Number(readFileSync("/proc/self/status", "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024;

const [task, file, target, format] = process.argv.slice(2);
const data = readFileSync(file);
if (task === "draw") {
  mkdirSync(target, { recursive: true });
  for (const kind of ["face", "poster"]) {
    for (const [name, bytes] of Object.entries(await draw(data, kind, format ? [format] : ["avif", "jpeg"]))) {
      writeFileSync(`${target}/${name}`, bytes);
    }
  }
} else {
  await draw(await sharp({ create: { width: 600, height: 600, channels: 3, background: "#888" } }).jpeg().toBuffer(), target, ["avif", "jpeg"]);
  writeFileSync("/proc/self/clear_refs", "5");
  const before = status("VmRSS");
  const start = process.cpuUsage();
  await draw(data, target, ["avif", "jpeg"]);
  const { user, system } = process.cpuUsage(start);
  console.log(JSON.stringify({ cpu_ms: (user + system) / 1000, peak_mb: status("VmHWM") - before }));
}
