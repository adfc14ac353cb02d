/// How the page looks: on light and dark screens, narrow and wide, and on paper.
enum Style {
    static let sheet: StaticString = """
        :root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2433;--soft:#5a6375;--line:#dfdcd3;--card:#ffffff;
        --now:#23598c;--then:#9db4ca;--up:#a8432f;--down:#2f7a5d;--tint:35,89,140}
        @media (prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e8eaee;--soft:#a4adbb;--line:#2f3642;--card:#1b212b;
        --now:#7fb2e0;--then:#4a6078;--up:#f09a84;--down:#7ccbaa;--tint:127,178,224}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;
        font-variant-numeric:tabular-nums}
        main{max-width:64rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
        h1{font-size:clamp(1.6rem,4.5vw,2.4rem);line-height:1.15;margin:.2rem 0 1rem;letter-spacing:-.015em;text-wrap:balance}
        h2{font-size:1.25rem;margin:0 0 .2rem}
        h3{font-size:1rem;margin:1.2rem 0 .4rem}
        p{margin:0 0 .6rem;max-width:46rem}
        .eyebrow,.note,footer,caption,th{color:var(--soft)}
        .eyebrow{margin:0;font-size:.9rem}
        .headline p{font-size:1.15rem}
        section{margin-top:2.75rem}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.75rem;margin-top:1.75rem;padding:0;
        list-style:none}
        .tiles li{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1rem}
        .tiles .name{color:var(--soft);font-size:.85rem}
        .tiles .value{font-size:1.6rem;line-height:1.25;font-weight:600;overflow-wrap:anywhere}
        .tiles .more{color:var(--soft);font-size:.85rem}
        .up{color:var(--up)}.down{color:var(--down)}
        .bars{margin:1rem 0 0;padding:0;list-style:none}
        .bars li{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr 10.5rem 6.5rem;gap:0 .9rem;align-items:center;
        padding:.4rem 0;border-top:1px solid var(--line);break-inside:avoid}
        .bars .label{overflow-wrap:anywhere}
        .bars .figure{font-weight:600;text-align:right;white-space:nowrap}
        .bars .figure span{font-weight:400;color:var(--soft);margin-left:.5rem;display:inline-block;min-width:3.2rem}
        .bars svg.bar{width:100%;height:1.5rem;display:block}
        .bars svg.spark{width:100%;height:1.4rem;display:block;align-self:center}
        .movers li{grid-template-columns:minmax(9rem,14rem) 1fr 12rem}
        .now{fill:var(--now)}.then{fill:var(--then)}.rise{fill:var(--up)}.fall{fill:var(--down)}
        .spark polyline{fill:none;stroke:var(--now);stroke-width:1.5;vector-effect:non-scaling-stroke}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;font-size:.85rem;color:var(--soft);margin:.6rem 0 0}
        .legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.15rem;margin-right:.4rem;vertical-align:-.05rem}
        .legend .k1{background:var(--now)}.legend .k2{background:var(--then)}
        .trend{margin:1rem 0 0}
        .trend svg{width:100%;height:11rem;display:block}
        .trend .axis{display:flex;font-size:.72rem;color:var(--soft);border-top:1px solid var(--line);padding-top:.25rem}
        .trend .axis span{flex:1 1 0;text-align:center;overflow:hidden;white-space:nowrap}
        .trend .axis b{display:block;font-weight:600;color:var(--ink)}
        .open{opacity:.45}
        .scroll{overflow-x:auto;margin-top:1rem;border:1px solid var(--line);border-radius:.6rem;background:var(--card)}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        caption{text-align:left;padding:.6rem .8rem;font-size:.85rem}
        th,td{padding:.4rem .8rem;text-align:right;border-top:1px solid var(--line);white-space:nowrap}
        th{font-weight:500;font-size:.82rem}
        th[scope=row],th:first-child{text-align:left;color:var(--ink);white-space:normal;min-width:9rem;overflow-wrap:anywhere}
        tfoot td,tfoot th{font-weight:600;color:var(--ink)}
        td.heat{background:rgba(var(--tint),calc(var(--s)*.55))}
        ul.plain{margin:.4rem 0 0;padding:0;list-style:none}
        ul.plain li{padding:.4rem 0;border-top:1px solid var(--line);max-width:46rem}
        footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.85rem}
        @media (max-width:640px){
        main{padding:1.5rem 1rem 3rem}
        .bars li{grid-template-columns:1fr auto;gap:.15rem .75rem}
        .bars svg.bar{grid-column:1/-1;grid-row:2;height:1.15rem}
        .bars svg.spark{display:none}
        .tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
        .tiles .value{font-size:1.3rem}
        .trend .axis span:not(.year){font-size:0}
        .trend .axis span{min-width:0;overflow:visible}
        }
        @media print{
        :root{--paper:#fff;--ink:#000;--soft:#444;--line:#ccc;--card:#fff;--now:#23598c;--then:#9db4ca;--up:#a8432f;
        --down:#2f7a5d;--tint:35,89,140}
        body{font-size:10pt}main{max-width:none;padding:0}section{margin-top:1.5rem}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .tiles li,.trend,tr,.movers{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible;border:0}
        table{font-size:7pt}th{font-size:6.5pt;white-space:normal}th,td{padding:2pt 3pt}
        th[scope=row],th:first-child{min-width:26mm}tfoot{display:table-row-group}
        .bars li{grid-template-columns:34mm minmax(0,1fr) 30mm 20mm}.movers li{grid-template-columns:34mm minmax(0,1fr) 36mm}
        @page{margin:15mm}
        }
        """
}
