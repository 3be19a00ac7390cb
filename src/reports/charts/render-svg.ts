import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ReportChart } from '../model.ts';
import { chartOption } from './chart-option.ts';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** The chart as SVG text, in CSS pixels, with Inter as its font. No DOM is needed. */
export function renderChartSvg(chart: ReportChart, size: ChartSize): string {
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    drawing.setOption(chartOption(chart));
    return drawing.renderToSVGString();
  } finally {
    // An instance that is not disposed of stays in echarts' own registry.
    drawing.dispose();
  }
}
