import Crypto
import Foundation

/// Where a report page has its style sheet. It covers light and dark screens, narrow and wide ones, and print.
public enum ReportStylesheet: Sendable, Equatable {
    /// Inside the page.
    case inline
    /// At a URL of the same origin, where the server must serve ``css``.
    case linked(url: String)

    /// The style sheet.
    public static let css = "\(sheet)"

    /// The source that a Content-Security-Policy must allow for styles.
    var policySource: String {
        switch self {
        case .inline:
            let hash = SHA256.hash(data: Data(Self.css.utf8))
            return "'sha256-\(Data(hash).base64EncodedString())'"
        case .linked: return "'self'"
        }
    }

    static let sheet: StaticString = """
        :root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2433;--soft:#5a6375;--line:#dfdcd3;--card:#ffffff;
        --now:#23598c;--then:#9db4ca;--up:#a8432f;--down:#2f7a5d;--tint:35,89,140;--shade:rgba(0,0,0,.22)}
        @media (prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e8eaee;--soft:#a4adbb;--line:#2f3642;--card:#1b212b;
        --now:#7fb2e0;--then:#4a6078;--up:#f09a84;--down:#7ccbaa;--tint:127,178,224;
        --shade:rgba(255,255,255,.28)}}
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
        .tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(18rem,1fr));gap:.75rem;margin-top:1.75rem;padding:0;
        list-style:none}
        .tiles li{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.9rem 1rem}
        .tiles .name{color:var(--soft);font-size:.85rem}
        .tiles .value{font-size:1.6rem;line-height:1.25;font-weight:600;overflow-wrap:anywhere}
        .tiles .more{color:var(--soft);font-size:.82rem}
        .tiles .pair{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 .6rem}
        .tiles .pair b{font-weight:500;color:var(--ink);white-space:nowrap;margin-left:auto}
        .tiles .pair.up b{color:var(--up)}.tiles .pair.down b{color:var(--down)}
        .up{color:var(--up)}.down{color:var(--down)}
        .bars{margin:1rem 0 0;padding:0;list-style:none}
        .bars li{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr 10.5rem 6.5rem;gap:0 .9rem;align-items:center;
        padding:.4rem 0;border-top:1px solid var(--line);break-inside:avoid}
        .bars .label{overflow-wrap:anywhere}
        .bars .figure{display:flex;justify-content:flex-end;align-items:baseline;gap:.5rem;text-align:right}
        .bars .figure span{color:var(--soft);min-width:3.4rem}
        .bars .figure .number{font-weight:600;color:var(--ink)}
        .bars li:not(.scale) .number{white-space:nowrap}
        .bars.calendar li{grid-template-columns:minmax(9rem,16rem) 1fr 10.5rem}
        .bars svg.bar{width:100%;height:1.5rem;display:block}
        .bars .sparkline{display:flex;align-items:center;gap:.4rem}
        .bars svg.spark{flex:1 1 auto;min-width:0;width:100%;height:1.4rem;display:block}
        .bars .most{font-size:.75rem;color:var(--soft);min-width:2.6rem}
        .bars .scale{border-top:0;padding:0;font-size:.75rem;color:var(--soft)}
        .bars .scale .ends{display:flex;justify-content:space-between}
        .bars .scale .figure .number{font-weight:400;color:inherit}
        .bars.calendar .sparkline{display:none}
        .changes li{grid-template-columns:minmax(9rem,14rem) 1fr 12rem}
        .now{fill:var(--now)}.then{fill:var(--then)}.rise{fill:var(--up)}.fall{fill:var(--down)}
        .spark line{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
        .spark polyline{fill:none;stroke:var(--now);stroke-width:1.5;vector-effect:non-scaling-stroke}
        .legend{display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;font-size:.85rem;color:var(--soft);margin:.6rem 0 0}
        .legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.15rem;margin-right:.4rem;vertical-align:-.05rem}
        .legend .k1{background:var(--now)}.legend .k2{background:var(--then)}.legend .k3{border:1px dashed var(--now)}
        .legend .k4{height:0;border-top:2px solid var(--now);border-radius:0;vertical-align:.25rem}
        .trend{margin:1rem 0 0}
        .trend .plot{position:relative;height:11rem;margin-left:3.2rem}
        .trend svg{position:relative;width:100%;height:100%;display:block}
        .trend .grid{position:absolute;inset:0;display:flex;flex-direction:column-reverse;justify-content:space-between}
        .trend .grid span{position:relative;border-top:1px solid var(--line);height:0}
        .trend .grid b{position:absolute;right:100%;bottom:-.55rem;padding-right:.4rem;font-size:.72rem;line-height:1.1rem;
        font-weight:400;color:var(--soft)}
        .trend .axis{margin-left:3.2rem;display:flex;font-size:.72rem;color:var(--soft);padding-top:.25rem}
        .trend .axis span{flex:1 1 0;text-align:center;overflow:hidden;white-space:nowrap}
        .trend .axis b{display:block;font-weight:600;color:var(--ink)}
        .open{fill-opacity:.15;stroke:var(--now);stroke-width:1;stroke-dasharray:3 2;vector-effect:non-scaling-stroke}
        .then.open{stroke:var(--then)}
        .wide{position:relative;left:50%;transform:translateX(-50%);width:max-content;min-width:100%;
        max-width:min(100vw - 2.5rem,104rem);margin-top:1rem}
        .narrow{margin-top:1rem}
        .hint{margin:0 0 .3rem;font-size:.82rem;color:var(--soft);display:none}
        .hint.always{display:block}
        .scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.6rem;background:
        linear-gradient(to left,var(--card) 30%,transparent) right/3rem 100% no-repeat local,
        linear-gradient(to left,var(--shade),transparent) right/1rem 100% no-repeat scroll,var(--card)}
        table{border-collapse:collapse;width:100%;font-size:.9rem}
        caption{text-align:left;padding:.6rem .6rem;font-size:.85rem}
        th,td{padding:.4rem .6rem;text-align:right;border-top:1px solid var(--line);white-space:nowrap}
        th{font-weight:500;font-size:.82rem}
        thead th{white-space:normal;vertical-align:bottom;min-width:4.6rem;font-size:.78rem;line-height:1.3}
        th[scope=row],th:first-child{text-align:left;color:var(--ink);white-space:normal;min-width:9rem;max-width:18rem;
        overflow-wrap:anywhere;position:sticky;left:0;background:var(--card)}
        tr.ahead th,tr.ahead td{color:var(--soft)}
        tfoot td,tfoot th{font-weight:600;color:var(--ink)}
        .s0{--s:0}.s1{--s:.05}.s2{--s:.1}.s3{--s:.15}.s4{--s:.2}.s5{--s:.25}.s6{--s:.3}.s7{--s:.35}.s8{--s:.4}.s9{--s:.45}.s10{--s:.5}
        .s11{--s:.55}.s12{--s:.6}.s13{--s:.65}.s14{--s:.7}.s15{--s:.75}.s16{--s:.8}.s17{--s:.85}.s18{--s:.9}.s19{--s:.95}.s20{--s:1}
        td.heat{background:rgba(var(--tint),calc(var(--s)*.55))}
        ul.plain{margin:.4rem 0 0;padding:0;list-style:none}
        ul.plain li{padding:.4rem 0;border-top:1px solid var(--line);max-width:46rem}
        footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.85rem}
        .below{margin:.5rem 0 0;font-size:.85rem}
        @media (max-width:1300px){.hint.many{display:block}}
        @media (max-width:1000px){.hint:not(.small){display:block}}
        @media (max-width:640px){
        .hint{display:block}
        th[scope=row],th:first-child{min-width:8.5rem;max-width:42vw}
        .bars .scale,.bars .sparkline,.legend .line{display:none}
        main{padding:1.5rem 1rem 3rem}
        .bars li,.bars.calendar li{grid-template-columns:1fr auto;gap:.15rem .75rem}
        .bars svg.bar{grid-column:1/-1;grid-row:2;height:1.15rem}
        .tiles{grid-template-columns:1fr}
        .trend .axis span:not(.year){font-size:0}
        .trend .axis span{min-width:0;overflow:visible}
        }
        @media print{
        :root{--paper:#fff;--ink:#000;--soft:#444;--line:#ccc;--card:#fff;--now:#23598c;--then:#9db4ca;--up:#a8432f;
        --down:#2f7a5d;--tint:35,89,140}
        body{font-size:10pt}main{max-width:none;padding:0}section{margin-top:1.5rem}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .tiles li,.trend,tr,.changes{break-inside:avoid}h2,h3{break-after:avoid}.scroll{overflow:visible;border:0;background:none}
        .hint{display:none!important}.wide{left:0;transform:none;width:100%;max-width:none}th:first-child{position:static}
        thead th{min-width:0}
        table{font-size:7pt}th{font-size:6.5pt;white-space:normal}th,td{padding:2pt 3pt}
        th[scope=row],th:first-child{min-width:26mm}tfoot{display:table-row-group}
        .bars li{grid-template-columns:34mm minmax(0,1fr) 34mm 20mm}.bars.calendar li{grid-template-columns:40mm minmax(0,1fr) 40mm}
        .bars.changes li{grid-template-columns:34mm minmax(0,1fr) 36mm}
        @page{margin:15mm}
        }
        """
}
