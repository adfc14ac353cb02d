/// How the pages look: on light and dark screens, narrow and wide, in forced colours, and on paper. The same colours as the
/// reports have.
enum Stylesheet {
    static let text = #"""
        :root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d2433;--soft:#566072;--line:#dfdcd3;--card:#ffffff;
        --now:#23598c;--then:#9db4ca;--up:#a8432f;--down:#2f7a5d;--tint:35,89,140;--shade:rgba(0,0,0,.22);
        --accent:#23598c;--accent-ink:#ffffff;--field:#8b8f98;--hover:#f1efe8;--good:#236349;--good-back:#e2f0e8;--warn:#7a5200;
        --warn-back:#faeccb;--bad:#9b2f1d;--bad-back:#fbe4de;--plain-back:#eceae3;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,
        "DejaVu Sans Mono",monospace}
        @media (prefers-color-scheme:dark){:root{--paper:#14181f;--ink:#e8eaee;--soft:#a4adbb;--line:#2f3642;--card:#1b212b;
        --now:#7fb2e0;--then:#4a6078;--up:#f09a84;--down:#7ccbaa;--tint:127,178,224;--shade:rgba(255,255,255,.28);
        --accent:#8bbbe6;--accent-ink:#10202f;--field:#7d8797;--hover:#222a36;--good:#8fd6b6;--good-back:#183329;--warn:#eec06b;
        --warn-back:#3a2d10;--bad:#f4a592;--bad-back:#40201a;--plain-back:#2a313d}}
        *,*::before,*::after{box-sizing:border-box}
        html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
        font-variant-numeric:tabular-nums;display:grid;grid-template:auto 1fr auto/14.5rem minmax(0,1fr);
        grid-template-areas:"top top" "nav main" "nav bottom";min-height:100vh}
        body.alone{grid-template:auto 1fr auto/minmax(0,1fr);grid-template-areas:"top" "main" "bottom"}
        a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:.06em}
        a:hover{text-decoration-thickness:.12em}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:.2rem}
        main:focus{outline:0}
        code{font-family:var(--mono);font-size:.9em;overflow-wrap:anywhere}
        p{margin:0 0 .6rem;max-width:46rem}
        h1{font-size:1.6rem;line-height:1.2;letter-spacing:-.012em;margin:0 0 1rem;overflow-wrap:anywhere;text-wrap:balance}
        h2{font-size:1.1rem;line-height:1.3;margin:0 0 .6rem}
        .unseen{position:absolute;width:1px;height:1px;margin:-1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        .skip{position:absolute;left:.5rem;top:-4rem;background:var(--accent);color:var(--accent-ink);padding:.5rem .9rem;
        border-radius:.4rem;z-index:2}
        .skip:focus{top:.5rem}
        .remark{color:var(--soft);font-size:.88rem}
        .lead{color:var(--soft);margin-bottom:1.2rem}
        .summary{font-weight:600;margin:0 0 .5rem}
        .first{font-weight:600;margin:0}

        .top{grid-area:top;display:flex;align-items:center;gap:1rem 2rem;padding:.6rem 1.5rem;border-bottom:1px solid var(--line);
        background:var(--card)}
        .brand{display:flex;align-items:center;gap:.55rem;font-weight:650;font-size:1.05rem;color:var(--ink);text-decoration:none;
        padding:.2rem 0;letter-spacing:-.01em}
        .brand svg{width:1.5rem;height:1.5rem;fill:none;stroke:var(--accent);stroke-width:1.8}
        .find{display:flex;gap:.4rem;margin:0 0 0 auto;flex:0 1 27rem}
        .find input{flex:1 1 auto;min-width:0}

        nav.main{grid-area:nav;border-right:1px solid var(--line);padding:1.1rem .75rem 2rem}
        .menu summary{display:none}
        .menu::details-content{content-visibility:visible;height:auto;display:block}
        @supports not selector(::details-content){.menu summary{display:list-item}}
        .menu .group{margin:1.1rem 0 .2rem;padding:0 .75rem;font-size:.78rem;color:var(--soft)}
        .menu summary+.group{margin-top:0}
        .menu ul{list-style:none;margin:0;padding:0}
        .menu a{display:block;padding:.34rem .75rem;border-radius:.4rem;color:var(--ink);text-decoration:none}
        .menu a:hover{background:var(--hover)}
        .menu a[aria-current]{background:var(--plain-back);font-weight:600;box-shadow:inset 3px 0 0 var(--accent)}
        main{grid-area:main;margin:0;padding:1.6rem 2rem 3rem;max-width:84rem;min-width:0}
        body.alone main{max-width:40rem;width:100%;margin:6vh auto 0}
        .bottom{grid-area:bottom;margin:0;padding:.9rem 2rem 1.5rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem;display:flex;
        flex-wrap:wrap;gap:.5rem 2rem;align-items:center;justify-content:space-between}
        .bottom p{margin:0}.bottom .forms,.bottom form{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:center}

        input,select,button{font:inherit;color:inherit}
        input,select{min-height:2.25rem;padding:.3rem .6rem;border:1px solid var(--field);border-radius:.4rem;background:var(--card);
        width:100%}
        input::placeholder{color:var(--soft);opacity:1}
        input[aria-invalid]{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
        button{min-height:2.25rem;padding:.3rem 1rem;border:1px solid var(--accent);border-radius:.4rem;background:var(--accent);
        color:var(--accent-ink);font-weight:600;cursor:pointer}
        button.quiet{background:transparent;color:var(--accent);border-color:var(--field);font-weight:500;padding:.3rem .75rem}
        button.quiet:hover{background:var(--hover)}
        a.button{display:inline-block;padding:.35rem 1rem;border:1px solid var(--accent);border-radius:.4rem;background:var(--accent);
            color:var(--accent-ink);font-weight:600;text-decoration:none}
        .sign-in{max-width:22rem}.sign-in .field{max-width:none;margin-bottom:.9rem}
        .bottom button{min-height:1.9rem;padding:.1rem .6rem;font-size:.85rem}

        .filter{border:1px solid var(--line);border-radius:.6rem;background:var(--card);padding:.9rem 1rem;margin:0 0 1rem}
        .filter .fields{display:flex;flex-wrap:wrap;gap:.7rem .9rem;align-items:end}
        .field{flex:1 1 12rem;max-width:18rem;min-width:0}
        .field.short{flex:0 1 11rem}
        .field label{display:block;font-size:.82rem;color:var(--soft);margin-bottom:.15rem}
        .field .fault{color:var(--bad);font-size:.85rem;margin:.2rem 0 0}
        .filter .actions{display:flex;gap:.4rem 1.1rem;align-items:center;margin-top:.8rem}
        .filter .fields .actions{margin-top:0}
        .filter.beside{background:none;border:0;padding:0 1rem}
        .filter.beside .further{margin:0}.filter.beside .remark{margin:.4rem 0 0}
        details.further{margin:.7rem 0 0}
        .plain>li:has(>details){list-style:none;margin-left:-1.1rem}.plain details.further{margin:0}
        details.further>summary,details.figures-table>summary{cursor:pointer;color:var(--accent);padding:.15rem 0;width:max-content;max-width:100%}
        details.further .fields{margin-top:.6rem}
        details.further .body{margin-top:.6rem}
        details.figures-table{margin-top:.5rem}

        .editor{border:1px solid var(--line);border-radius:.6rem;background:var(--card);padding:.9rem 1rem;margin:0 0 1rem}
        .editor .fields{display:flex;flex-wrap:wrap;gap:.8rem .9rem;align-items:start}
        .editor .actions{display:flex;flex-wrap:wrap;gap:.4rem 1.1rem;align-items:center;margin-top:.9rem}
        .editor .fields .actions{margin-top:0;align-self:end}
        .editor .fields>.box{align-self:end;min-height:2.25rem}
        .editor .sheet{margin:0}.editor .fields+.sheet{margin-top:.9rem}
        .editor .part{border:0;border-top:1px solid var(--line);margin:1rem 0 0;padding:.7rem 0 0;min-width:0}
        .editor .part>legend{font-weight:600;padding:0 .6rem 0 0}
        .editor p:last-child{margin-bottom:0}
        .field.wide{max-width:46rem;flex-basis:20rem}
        .field.whole{flex:1 1 100%;max-width:none;border:0;margin:0;padding:0;min-width:0}
        .field legend{font-size:.82rem;color:var(--soft);padding:0;margin-bottom:.15rem}
        .field .remark{margin:.2rem 0 0}
        textarea{font:.86rem/1.5 var(--mono);color:inherit;width:100%;padding:.5rem .6rem;border:1px solid var(--field);
        border-radius:.4rem;background:var(--card);resize:vertical}
        .box{display:inline-flex;gap:.45rem;align-items:center;margin:.15rem 1.1rem .15rem 0;min-height:1.75rem}
        .box input{width:1.15rem;min-height:1.15rem;height:1.15rem;margin:0;accent-color:var(--accent);flex:none}
        .field .box label{display:inline;font-size:inherit;color:inherit;margin:0}
        .data .moves{white-space:nowrap}
        .moves a{margin-right:.8rem}
        .moves button{min-height:1.75rem;min-width:1.9rem;padding:.05rem .5rem;margin-right:.25rem}
        .strip{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,13rem),1fr))}
        .strip>li{border-top:4px solid var(--then);padding:.5rem .9rem .3rem 0}
        .strip>li.now{border-top-color:var(--accent)}
        .strip p{margin:0}.strip .when{color:var(--soft);font-size:.88rem}
        .strip ul,ul.plain{margin:.2rem 0 0;padding-left:1.1rem}
        .differences h3{font-size:1rem;margin:0 0 .5rem}
        section.differences{margin:1.1rem 0 0}
        .notice form{margin:.5rem 0 0}
        .onward.actions{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;align-items:center}
        .onward+.filter,.onward+.sheet{margin-top:.8rem}.editor+h2{margin-top:1.6rem}
        .crumbs a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
        .filter .fields+.remark{margin:.7rem 0 0}
        textarea[aria-invalid]{border-color:var(--bad);box-shadow:inset 0 0 0 1px var(--bad)}
        input[type=checkbox]{width:1.25rem;height:1.25rem;min-height:0;margin:0;padding:0;vertical-align:-.25rem;accent-color:var(--accent)}
        fieldset{border:0;margin:0;padding:0;min-width:0}
        legend{padding:0;font-size:.82rem;color:var(--soft)}
        .change{border:1px solid var(--line);border-radius:.6rem;background:var(--card);padding:1rem 1.1rem;margin:1.5rem 0;display:grid;
        gap:.9rem;grid-template-columns:minmax(0,1fr)}
        .change p,.change h2,.change .notice{margin:0}
        .change .fields{display:flex;flex-wrap:wrap;gap:.7rem .9rem;align-items:end}
        .change .actions{display:flex;flex-wrap:wrap;gap:.5rem 1.1rem;align-items:center}
        .change details.further{margin:0}
        .field.tick{max-width:none}.field.tick label{font-size:1rem;color:inherit}
        .places{display:grid;gap:.6rem}
        .picking{margin:0}
        .choices{display:flex;flex-wrap:wrap;gap:.5rem .6rem;align-items:center;margin:0 0 1rem}
        .choices legend{margin-bottom:.3rem}.choices .remark{margin:0}
        .data .pick{width:1px}.data .change-text{white-space:normal;min-width:6rem;max-width:30rem;overflow-wrap:anywhere}
        a.button{display:inline-block;min-height:2.25rem;padding:.35rem 1rem;border:1px solid var(--accent);border-radius:.4rem;
        background:var(--accent);color:var(--accent-ink);font-weight:600;text-decoration:none}
        a.button.quiet{background:transparent;color:var(--accent);border-color:var(--field);font-weight:500;padding:.35rem .75rem}
        a.button.quiet:hover{background:var(--hover)}
        .options{list-style:none;margin:0;padding:0;display:grid;gap:0 2rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr))}
        .options li{padding:.7rem 0;border-top:1px solid var(--line)}.options p{margin:0 0 .4rem}.options .choices{margin:0}
        .cause-note{border-left:4px solid var(--then);padding:.1rem 0 .1rem .8rem;margin:.4rem 0}
        .cause-note p{margin:0 0 .2rem}
        .tabs{display:flex;flex-wrap:wrap;gap:.2rem;margin:0 0 .8rem}
        .tabs a{padding:.3rem .75rem;border-radius:.4rem;text-decoration:none}
        .tabs a:hover{background:var(--hover)}
        .tabs a[aria-current]{background:var(--plain-back);color:var(--ink);font-weight:600}
        .progress .stats{grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));margin-bottom:.8rem}
        .progress{margin-bottom:1.25rem}.progress p{margin:.6rem 0 0}
        .stat.plain:hover{border-color:var(--line)}
        .faults{margin:.3rem 0 0;padding-left:1.2rem}

        .notice{border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:.4rem;background:var(--card);padding:.8rem 1rem;
        margin:0 0 1.25rem}
        .notice p:last-child{margin-bottom:0}
        .notice.good{border-left-color:var(--good)}.notice.warning{border-left-color:var(--warn)}
        .notice.bad{border-left-color:var(--bad);background:var(--bad-back)}
        .filter .notice{margin-bottom:.8rem}
        .problem .first{font-weight:400;font-size:1.05rem;margin-bottom:.6rem}
        .empty{border:1px dashed var(--line);border-radius:.6rem;padding:1.1rem 1rem;color:var(--soft)}
        .empty p{margin:0}.empty .first{color:var(--ink)}

        .badge{display:inline-block;padding:.02rem .5rem;border-radius:.7rem;font-size:.82rem;background:var(--plain-back);
        color:var(--ink);white-space:nowrap;border:1px solid transparent}
        .badge+.badge{margin-left:.3rem}
        .badge.good{background:var(--good-back);color:var(--good)}
        .badge.warning{background:var(--warn-back);color:var(--warn)}
        .badge.bad{background:var(--bad-back);color:var(--bad)}

        .stats{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem;margin-bottom:1.8rem}
        .stat{display:block;background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.8rem 1rem;color:var(--ink);
        text-decoration:none}
        .stat:hover{border-color:var(--accent)}
        .stat span{display:block}
        .stat .name{color:var(--soft);font-size:.85rem}
        .stat .value{font-size:1.55rem;line-height:1.3;font-weight:600;letter-spacing:-.01em;overflow-wrap:anywhere}
        .stat.bad{border-left:4px solid var(--bad)}.stat.bad .value{color:var(--bad)}
        .halves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1.8rem 2.5rem;align-items:start}
        .ranking,.feed,.timeline,.violations,.causes{list-style:none;margin:0;padding:0}
        .ranking li{padding:.5rem 0;border-top:1px solid var(--line)}
        .ranking .line{display:flex;gap:1rem;justify-content:space-between;align-items:baseline;margin-bottom:.2rem}
        .ranking .count{font-weight:600;white-space:nowrap}
        .ranking .count .share{font-weight:400;color:var(--soft);display:inline-block;min-width:3.2rem;text-align:right;width:auto;height:auto}
        .ranking .remark{margin:.1rem 0 0}
        .feed li{padding:.5rem 0;border-top:1px solid var(--line)}
        .feed li p{margin:.1rem 0 0}
        .onward{margin:.6rem 0 0}
        ul.onward{padding-left:1.2rem}ul.onward li{padding:.2rem 0}
        svg.share{display:block;width:100%;height:.45rem}
        svg .track{fill:var(--plain-back)}svg .filled{fill:var(--now)}
        .cause{font-family:var(--mono);font-size:.9em;overflow-wrap:anywhere}

        .causes li{display:grid;grid-template-columns:7.5rem minmax(0,1fr);gap:.2rem 1.25rem;padding:.85rem 0;border-top:1px solid var(--line)}
        .causes .count b{font-size:1.35rem;line-height:1.25;font-weight:600}
        .causes h2{font-size:1rem;font-weight:600;margin:.1rem 0 .25rem}
        .causes p{margin:.15rem 0 0;max-width:none}
        .causes .values{overflow-wrap:anywhere}

        .sheet{overflow-x:auto;border:1px solid var(--line);border-radius:.6rem;margin:0 0 1rem;background:
        linear-gradient(to left,var(--card) 30%,transparent) right/3rem 100% no-repeat local,
        linear-gradient(to left,var(--shade),transparent) right/1rem 100% no-repeat scroll,var(--card)}
        table.data{border-collapse:collapse;width:100%;font-size:.92rem}
        .data caption{text-align:left;padding:.6rem .8rem;font-weight:600}
        .data th,.data td{padding:.42rem .7rem;text-align:left;vertical-align:top;border-top:1px solid var(--line);font-weight:400;white-space:nowrap;
        position:static;background:none;min-width:0;max-width:none;color:inherit;font-size:inherit}
        .data thead th{color:var(--soft);font-size:.82rem;border-top:0;vertical-align:bottom}
        .data caption:not(.unseen)+thead th{border-top:1px solid var(--line)}
        .data tbody tr:hover{background:var(--hover)}
        .data .n{text-align:right}
        .data .wide-text{white-space:normal;min-width:13rem;max-width:30rem;overflow-wrap:anywhere}
        .data .label{white-space:normal;min-width:8.5rem;max-width:20rem;overflow-wrap:anywhere}
        .data .narrow-text{white-space:normal;min-width:6.5rem}
        .data .id{font-family:var(--mono);font-size:.85rem}
        .data .barred{min-width:9rem}
        .data .mark-no{color:var(--soft)}.data .mark-yes{font-weight:600}
        del{color:var(--bad);text-decoration-thickness:.06em}
        ins{color:var(--good);text-decoration:none;font-weight:600}
        .pager{display:flex;gap:1.5rem;margin:1rem 0 0}.pager .next,.crumbs .next{margin-left:auto}
        .pager a{padding:.25rem 0}
        .crumbs{display:flex;gap:.3rem 1.5rem;flex-wrap:wrap;margin:0 0 .4rem;font-size:.92rem;max-width:none}
        .heading{display:flex;flex-wrap:wrap;gap:.3rem .7rem;align-items:baseline;margin-bottom:1rem}
        .heading h1{margin:0}.heading .badge{margin:0}

        main section{margin:2rem 0 0}
        .halves section,.split section{margin:0}
        .split{display:grid;grid-template-columns:minmax(0,25rem) minmax(0,1fr);gap:1.5rem 2.5rem;align-items:start}
        .facts{margin:0}
        .facts>div{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.75rem;padding:.34rem 0;border-top:1px solid var(--line)}
        .facts dt{color:var(--soft)}.facts dt::first-letter{text-transform:uppercase}.facts dd{margin:0;overflow-wrap:anywhere}
        .facts+.sheet,.facts+p,.facts+form{margin-top:.9rem}
        .facts.across{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:0 2.5rem}
        .facts.small dt::first-letter{text-transform:none}
        .facts.small>div{border-top:0;padding:.08rem 0;grid-template-columns:8rem minmax(0,1fr)}
        .violations li{border-left:4px solid var(--bad);background:var(--card);border-radius:.3rem;padding:.55rem .85rem;margin:0 0 .5rem}
        .violations p{margin:.1rem 0 0}.violations+.first{margin-top:1rem}.facts+.lead{margin-top:1rem}
        .timeline li{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:0 1.25rem;padding:.6rem 0;border-top:1px solid var(--line)}
        .timeline li>*{grid-column:2;margin:0 0 .15rem}
        .timeline li>time:first-child{grid-column:1;color:var(--soft)}
        .timeline li>time:first-child+*{grid-row:1}
        .rules{margin:0;padding-left:1.4rem}.rules li{padding:.15rem 0}
        q{quotes:"“" "”"}

        .body{border:1px solid var(--line);border-radius:.6rem;background:var(--card);font:.86rem/1.6 var(--mono);padding:.5rem 0;overflow-x:auto}
        .body .line{padding:0 .9rem;white-space:pre-wrap;overflow-wrap:anywhere;display:flex;gap:.3rem .9rem;flex-wrap:wrap}
        .body .text{flex:0 1 auto;min-width:0}
        .body .faulty{background:var(--bad-back);box-shadow:inset 4px 0 0 var(--bad)}
        .body .faulty:target{outline:2px solid var(--bad);outline-offset:-2px}
        .body .mark{order:2;color:var(--bad);font-weight:600;font-family:system-ui,-apple-system,"Segoe UI",sans-serif;font-size:.85rem}
        .body .missing{font-style:italic;color:var(--bad)}
        .body .i1{padding-left:2.4rem}.body .i2{padding-left:3.9rem}.body .i3{padding-left:5.4rem}.body .i4{padding-left:6.9rem}
        .body .i5{padding-left:8.4rem}.body .i6{padding-left:9.9rem}.body .i7,.body .i8,.body .i9{padding-left:11.4rem}
        .body .i10,.body .i11,.body .i12{padding-left:12.9rem}

        .chart .columns{display:block;width:100%;height:7rem;border-bottom:1px solid var(--field)}
        .columns .some{fill:var(--now)}.columns .none{fill:var(--line)}
        .chart .ends{display:flex;justify-content:space-between;color:var(--soft);font-size:.8rem;padding-top:.2rem}
        .chart .remark{margin:0 0 .4rem}
        .report h1{font-size:1.7rem}
        .report .headline{margin-top:1.6rem}
        .report .wide{left:0;transform:none;width:100%;max-width:100%}
        .downloads{margin-top:2rem}

        @media (max-width:900px){
        body{display:block}
        .top{padding:.6rem 1rem;flex-wrap:wrap}
        .find{margin:0;flex:1 1 100%}
        nav.main{border-right:0;border-bottom:1px solid var(--line);padding:0 1rem}
        .menu summary{display:block;padding:.6rem 0;cursor:pointer;font-weight:600}
        .menu summary span{font-weight:400;color:var(--soft);margin-left:.6rem}
        .menu summary::after{content:"▾";float:right;color:var(--soft)}
        .menu[open] summary::after{content:"▴"}
        .menu:not([open])::details-content{content-visibility:hidden;display:block;height:0}
        .menu[open]{padding-bottom:.8rem}
        .menu a{padding:.5rem .75rem}
        main{padding:1.2rem 1rem 2.5rem}
        .bottom{padding:.9rem 1rem 1.5rem}
        .split{grid-template-columns:minmax(0,1fr)}
        }
        @media (max-width:520px){
        h1{font-size:1.35rem}
        .field,.field.short,.field.wide{flex:1 1 100%;max-width:none}
        .data .wide-text{min-width:8.5rem}
        .filter .field.short{flex:1 1 8.5rem}
        .filter .fields .actions{width:100%}
        .stats{grid-template-columns:1fr 1fr}
        .stat{padding:.6rem .7rem}.stat .value{font-size:1.2rem}
        .facts>div{grid-template-columns:8.5rem minmax(0,1fr)}
        .timeline li{grid-template-columns:minmax(0,1fr)}
        .timeline li>*{grid-column:1}.timeline li>time:first-child+*{grid-row:auto}
        .causes li{grid-template-columns:4.2rem minmax(0,1fr);gap:.2rem .9rem}
        .causes .count b{font-size:1.1rem}
        .body .line{padding-left:.7rem;padding-right:.6rem}
        .body .i1{padding-left:1.4rem}.body .i2{padding-left:2.1rem}.body .i3{padding-left:2.8rem}.body .i4{padding-left:3.5rem}
        .body .i5,.body .i6,.body .i7,.body .i8,.body .i9,.body .i10,.body .i11,.body .i12{padding-left:4.2rem}
        }
        @media screen and (max-width:640px){
        .stacked{overflow:visible;background:var(--card)}
        .stacked table,.stacked tbody,.stacked tr,.stacked td,.stacked tbody th{display:block}
        .stacked caption{display:block}
        .stacked thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .stacked tbody tr{position:relative;padding:.55rem .8rem .6rem;border-top:1px solid var(--line)}
        .stacked caption.unseen~tbody tr:first-child{border-top:0}
        .stacked .data th,.stacked .data td{border:0;padding:.1rem 0 .1rem 7.6rem;text-align:left;white-space:normal;min-width:0;
        max-width:none;overflow-wrap:break-word}
        .stacked td::before{float:left;width:7.1rem;margin-left:-7.6rem;color:var(--soft);font:.9rem/1.55 system-ui,-apple-system,
        "Segoe UI",Roboto,sans-serif;content:attr(data-label);content:attr(data-label) / ""}
        .stacked td::after{content:"";display:block;clear:left}
        .stacked .data tbody th{padding:.1rem 0;font-weight:600}
        .stacked .data tbody th.n::before{color:var(--soft);font-weight:400;content:attr(data-label) " ";
        content:attr(data-label) " " / ""}
        .stacked .data .secondary,.stacked .data .blank,.stacked td:empty{display:none}
        .stacked .data .place{float:left;padding:.1rem .6rem .1rem 0;color:var(--soft)}
        .stacked .place::before,.stacked .place::after,.stacked .pick::before,.stacked .pick::after{content:none}
        .stacked .data .pick{position:absolute;right:.8rem;top:.6rem;width:auto;padding:0}
        .stacked .pick input{width:1.5rem;height:1.5rem}
        .stacked .data .change-text{padding-left:0}
        .stacked .change-text::before{float:none;display:block;width:auto;margin:.15rem 0 0}
        .stacked code{overflow-wrap:break-word}
        .stacked .moves button{min-width:2.4rem;min-height:2.1rem}
        }
        @media screen and (max-width:360px){
        .stacked .data tbody td{padding-left:0}
        .stacked tbody td::before{float:none;display:block;width:auto;margin:.15rem 0 0}
        .stacked .data tbody .place{padding:.1rem .6rem .1rem 0}
        .stacked tbody .place::before,.stacked tbody .pick::before{content:none}
        }
        @media (forced-colors:active){
        .badge,.stat,.body .faulty{border:1px solid}
        .menu a[aria-current]{border-left:4px solid}
        svg .filled,.columns .some{fill:CanvasText}svg .track,.columns .none{fill:Canvas;stroke:CanvasText}
        }
        @media print{
        :root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc}
        body{display:block;font-size:10pt}
        nav.main,.find,.filter,.skip,.bottom .forms,.pager,.downloads,.change,.choices,.pick{display:none}
        main{padding:0;max-width:none}.top,.bottom{border:0;padding:.2rem 0}
        .sheet,.body{overflow:visible;border:0}.data th,.data td{white-space:normal;padding:2pt 4pt}
        .ranking li,.causes li,.violations li,tr{break-inside:avoid}h2{break-after:avoid}
        *{-webkit-print-color-adjust:exact;print-color-adjust:exact}
        }

        """#
}
