// Of each package what the pages use, and no more: the bundler leaves out the rest.
export { extent, max } from "d3-array";
export { axisBottom } from "d3-axis";
export { brushX } from "d3-brush";
export { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
export { geoInterpolate, geoNaturalEarth1 } from "d3-geo";
export { scaleLinear, scaleSqrt, scaleUtc } from "d3-scale";
export { select, selectAll } from "d3-selection";
