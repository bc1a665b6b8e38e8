import { Html } from './html';

/** Light or dark as the reader has it, black on white on paper; every colour of text has a contrast of 4.5 or more. */
export const STYLE = new Html(`
:root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#4d5763;--line:#c9d0d8;--band:#f3f5f7;--mark:#0b57a4;
--critical:#8e1230;--high:#a23a00;--medium:#6f5200;--low:#0b5c7a;--informational:#4d5763;--good:#1b6333}
@media (prefers-color-scheme:dark){:root{--page:#14181d;--ink:#e8ebee;--soft:#adb6c0;--line:#3b444e;--band:#1d232a;
--mark:#8cc4ff;--critical:#ff9aae;--high:#ffb28a;--medium:#ecc95c;--low:#84cfee;--informational:#adb6c0;--good:#86d7a1}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
main{max-width:68rem;margin:0 auto;padding:2rem 1.5rem 4rem}
h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.3rem;margin:2.75rem 0 .75rem;padding-top:.75rem;border-top:2px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
p{margin:.4rem 0;max-width:48rem}
.soft{color:var(--soft)}
.small{font-size:.875rem}
.id{white-space:nowrap;margin-right:.5rem}
.lead{font-size:1.15rem}
ul.figures{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}
ul.figures li{flex:1 1 9rem;padding:.75rem 1rem;background:var(--band);border:1px solid var(--line);border-radius:.5rem}
ul.figures b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
table{width:100%;border-collapse:collapse;margin:.75rem 0}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th:first-child,td:first-child{padding-left:0}
thead th{font-size:.875rem;color:var(--soft);font-weight:600}
th[scope=row]{font-weight:500}
th[scope=rowgroup]{padding-top:1.1rem;font-size:1.05rem;border-bottom:2px solid var(--line)}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
ol.fixes{padding-left:1.75rem}
ol.fixes li{margin:.75rem 0;padding-left:.25rem}
.severity{font-weight:700}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}
.informational{color:var(--informational)}
.pass{color:var(--good);font-weight:700}.fail{color:var(--critical);font-weight:700}
.not_assessed,.accepted{color:var(--medium);font-weight:700}.not_applicable{color:var(--soft)}
article{border-bottom:1px solid var(--line);padding:.6rem 0}
article h4{margin:0;font-size:1rem}
article p{margin:.15rem 0}
code{font:.875em ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
summary{cursor:pointer;color:var(--mark);font-size:.875rem}
summary:focus-visible,a:focus-visible{outline:2px solid var(--mark);outline-offset:2px}
a{color:var(--mark)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;padding:0;margin:.75rem 0;list-style:none}
@media print{:root{color-scheme:light;--page:#fff;--ink:#000;--soft:#333;--line:#999;--band:#fff;--mark:#000;
--critical:#8e1230;--high:#a23a00;--medium:#6f5200;--low:#0b5c7a;--informational:#333;--good:#1b6333}
body{font-size:10.5pt}main{max-width:none;padding:0}nav,summary{display:none}
details::details-content{content-visibility:visible;display:block;block-size:auto}
article,tr,li{break-inside:avoid}h2,h3,h4{break-after:avoid}thead{display:table-header-group}}
`);
