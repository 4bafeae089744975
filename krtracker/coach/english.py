"""English, as key results are written in it."""

from __future__ import annotations

from krtracker.coach.vocabulary import Pattern, Vocabulary, pattern, words

_DONE = (
    "accepted|achieved|adopted|announced|approved|assigned|audited|automated|available|built|"
    "certified|communicated|complete|completed|configured|consolidated|created|decided|"
    "decommissioned"
    "|defined|delivered|deployed|designed|developed|documented|done|drafted|enabled|established|"
    "executed|fina?li[sz]ed|finished|formali[sz]ed|hired|identified|implemented|improved|in place|"
    "in production|in use|in force|in effect|in service|"
    "installed|integrated|introduced|kicked off|launched|live|maintained|"
    "merged|migrated|online|open|opened|operational|organi[sz]ed|outlined|planned|prepared|"
    "presented|prioriti[sz]ed|produced|published|ready|redesigned|refactored|released|removed|"
    "renewed|replaced|retired|reviewed|revised|rolled out|selected|set up|shared|shipped|"
    "signed off|"
    "staffed|standardi[sz]ed|started|submitted|switched on|tested|trained|under way|underway|"
    "rebuilt|redone|rewritten|moved|refurbished|"
    "renovated|appointed|negotiated|handed over|agreed|"
    "up and running|updated|upgraded|validated|written|GA|feature complete"
)

_NO_VERBS = (
    "about|above|across|after|against|along|among|around|as|at|before|behind|below|beneath|beside|"
    "between|beyond|by|down|during|except|for|from|in|inside|into|less|like|minus|near|of|off|on|"
    "onto|or|out|outside|over|past|per|plus|since|than|through|throughout|till|times|to|toward|"
    "towards|under|until|up|upon|versus|via|vs|with|within|without|and|but|nor|this|thus|is|was|"
    "has|does|us|its|his|all|both|half|not|sold|sent|paid|made|won|left|kept|met|built|held|found|"
    "lost|caught|bought|taught|told|read|put|cut|hit|set|shut|done|gone|seen|given|taken|chosen|"
    "written|driven|broken|spoken|known|shown|drawn|begun|run|come|become|[a-z]+ing|[a-z]+ed"
)
"""What may stand between a noun and an article and is no finite verb."""
_FINITE_ONE = rf"\W*(?:[\w'-]+\s+){{1,4}}(?!(?:{_NO_VERBS})\s)[a-z]{{3,}}(?<!s)s"
"""`The board approves`."""
_FINITE_MANY = rf"\W*(?:[\w'-]+\s+){{0,3}}[\w'-]+s\s+(?!(?:{_NO_VERBS})\s)[a-z]{{3,}}"
"""`Students enjoy`."""

ENGLISH = Vocabulary(
    doing=words(
        "adapt adopt advise align analyse analyze announce apply appoint arrange ask assemble "
        "assess assign attend audit author automate begin benchmark brainstorm brief bring build "
        "buy call carry categorize centralise centralize change choose clarify clean coach codify "
        "collaborate collect commission communicate compile complete conclude conduct configure "
        "connect consolidate construct consult continue coordinate create curate debug decide "
        "decommission dedicate define deliver demo deploy deprecate describe design determine "
        "develop digitise digitize discover discuss distribute document dogfood draft draw "
        "educate elaborate embed enable engage enrol enroll establish evaluate examine execute "
        "expand experiment explore extend facilitate figure file finalise finalize find finish "
        "fix follow formalise formalize formulate gather get_ready give go harmonise harmonize "
        "help hold host identify implement inform initiate install institute instrument integrate "
        "interview introduce inventory invest investigate invite issue join kick kickoff kick-off "
        "launch lead learn line list localise localize make manage map measure meet_with mentor "
        "merge migrate model modernise modernize monitor move negotiate offer onboard open "
        "operationalise operationalize orchestrate order organise organize outline overhaul own "
        "participate perform pilot plan port post prepare present prioritise prioritize procure "
        "produce productionise productionize program propose prototype provide publish purchase "
        "advocate aspire commit contribute aim focus listen liaise lobby look partner strive talk "
        "renovate level_up ramp_up spin_up speed_up step_up "
        "reposition resurface refurbish recondition relocate rename sunset close_out "
        "close_off "
        "close_down wrap_up put rebrand rebuild recommend "
        "redesign redo refactor refine reform refresh release "
        "remodel remove renew renovate reorganise reorganize replace report research restructure "
        "rethink review revise revisit revamp rewrite roll run schedule scope secure select send "
        "set setup share ship simplify solicit source spec specify standardise standardize start "
        "streamline structure study submit support survey switch speak understand synthesise "
        "synthesize take tackle teach test train transfer transition translate try turn unify "
        "update upgrade use validate verify visit work write"
    ),
    changing=words(
        "achieve acquire add advance at attain attract avoid beat boost bring_down close convert "
        "cut decrease deliver_on double drive drop earn eliminate exceed fall gain generate get "
        "grow halve have hire hit increase keep land less limit lose lower lift more multiply "
        "outperform push quadruple raise reach recover recruit reduce retain return rise save "
        "scale sell shorten shrink sign slash spend stay surpass triple win"
    ),
    wishing=words(
        "accelerate assure be better build_up champion cultivate deepen delight elevate embrace "
        "empower encourage enhance enrich ensure foster further guarantee improve inspire "
        "maintain nurture preserve promote protect raise_awareness reinforce solidify stabilise "
        "stabilize strengthen sustain transform uphold"
    ),
    unbounded=words("maximise maximize minimise minimize optimise optimize"),
    carrying_out=Pattern(
        r"^\W*(?:the\s+)?(?:\w+\s+)?(?:adoption|analysis|automation|completion|creation|"
        r"[a-z]+(?<!util)(?<!capital)i[sz]ation|transformation|construction|renovation|"
        r"definition|delivery|deployment|design|development|documentation|establishment|execution|"
        r"finali[sz]ation|implementation|installation|integration|introduction|kick-?off|launch|"
        r"migration|organi[sz]ation|overhaul|preparation|production|publication|redesign|"
        r"refactoring|"
        r"release|review|revision|roll-?out|set-?up|training|update|upgrade|writing)\s+(?:of|"
        r"to|for)\b"
        r"|^\W*(?:\w+\s+){0,2}(?:dashboards?|roadmaps?|playbooks?|strateg(?:y|ies)|polic(?:y|ies)|"
        r"guidelines?|guides?|prototypes?|mvp|proof of concept|integrations?|support|plans?|pages?|"
        r"templates?|handbooks?|manuals?|toolkits?|frameworks?|process(?:es)?|mapping|"
        r"business case)\s+"
        r"(?:for|describing|of|about|on|that describes?)\b",
    ),
    measures=pattern(
        "rate rates ratio ratios share score scores nps csat ces time times latency duration "
        "durations percentile average averages mean median number numbers count counts volume "
        "volumes revenue revenues arr mrr iarr sales turnover margin margins profit ebitda cost "
        "costs price prices spend churn retention conversion conversions coverage uptime downtime "
        "availability throughput velocity backlog lead_time cycle_time productivity_per basket "
        "pipeline quota traffic views visits clicks downloads installs sign-ups signups "
        "subscriptions registrations bookings orders incidents accidents errors defects bugs "
        "complaints tickets outages delays returns turnaround hours days minutes seconds weight "
        "size length percentage proportion index level levels rating ratings growth wau mau dau "
        "swau swaus attendance absenteeism occupancy yield stock inventory emissions consumption "
        "debt cash gap queue wait income output waste footprint footfall accuracy take-up uptake "
        "dropout literacy poverty inflation noise mileage fuel workload requests error_budget "
        "variance utilisation utilization participation penetration attrition resolution "
        "vaccination mortality morbidity profitability punctuality capacity quantity "
        "density frequency energy water electricity surface ridership membership "
        " headcount net_promoter waiting overtime per roi cac ltv gmv "
        "aov ctr cpc mttr mtbf slo sla"
    ),
    business=pattern(
        "account+ client+ customer+ user+ order+ deal+ lead+ opportunity opportunities mql+ pql+ "
        "sql+ prospect+ subscriber+ member+ contributor+ signup+ sign-up+ download+ view+ visit+ "
        "visitor+ install+ employee+ hire+ teammate+ designer+ engineer+ developer+ ae aes "
        "partner+ reseller+ contract+ renewal+ sale+ trial+ patient+ student+ donor+ "
        "follower+ ton+ kg eur usd revenue arr mrr pipeline star+ pain_point+ candidate+"
    ),
    abstract=pattern(
        "experience quality efficiency effectiveness collaboration communication culture "
        "awareness brand image morale innovation agility performance service services knowledge "
        "motivation well-being wellbeing wellness alignment consistency visibility transparency "
        "trust reputation relationship relationships excellence expertise leadership mindset "
        "processes process operations teamwork synergy synergies engagement maturity resilience "
        "sustainability reliability usability ownership autonomy accountability clarity focus "
        "skills competence competences capability capabilities credibility presence positioning "
        "value impact results productivity loyalty happiness diversity inclusion security "
        "compliance environment complexity friction silos stress bureaucracy risk risks confusion "
        "pain uncertainty effort satisfaction atmosphere coordination cooperation flexibility "
        "responsiveness proactivity technical_debt spirit ambition buy-in mindsets"
    ),
    surveyed=pattern(
        "satisfaction engagement awareness loyalty reliance recommendation reliability performance "
        "productivity value"
    ),
    done=Pattern(
        r"\b(?:is|are|has|have|was|were|been|gets?|will be|becomes?)\s+(?:\w+ly\s+|now\s+|being\s+|"
        r"been\s+|fully\s+|all\s+)*(?:" + _DONE + r")\b"
        r"|(?<!still)(?<!ed)(?<!sold)(?<!paid)(?<!bought)\s(?!open\b|opened\b|hired\b|delivered\b|maintained\b|improved\b)(?:"
        + _DONE
        + r")(?:\s+(?:by|before|in|on|for|to|with|and|at|across|within|throughout|"
        r"from|under|into|onto|via)\b[^,;]*)?\W*$"
        r"|\b(?:is|are) (?:defined|in place)\b|\bexists?\W*$|^\W*we have (?:an?|the)\b",
    ),
    certified=pattern(
        "accreditation approval attestation audit audits authorisation authorization certificate "
        "certification certified compliance compliant consensus sign-off go-ahead licence license "
        "label agreement buy-in consent permission permit clearance patent"
    ),
    obtaining=words(
        "achieve attain be become earn gain get obtain pass receive reach secure complete be_ready"
    ),
    felt=Pattern(
        r"\b(?:is|are|feel|feels|become|becomes|seem|seems|remain|remains|stay|stays)\s+"
        r"(?:\w+ly\s+|more\s+|very\s+|truly\s+|well\s+)*(?:happy|happier|satisfied|better|good|"
        r"great|"
        r"smooth|smoother|easy|easier|efficient|effective|successful|world[- ]class|proud|"
        r"confident|"
        r"aligned|supported|empowered|engaged|motivated|excellent|simple|simpler|clear|clearer|"
        r"valued|heard|informed|delighted|comfortable|scalable|robust|reliable|user[- ]friendly|"
        r"intuitive|seamless|painless|faster|quicker|slower|cleaner|safer|strong|stronger|"
        r"healthy|productive|innovative|trusted|known|"
        r"data[- ]driven|proactive)\b"
        r"|^\W*(?:better|best|great|greater|world[- ]class|excellent|outstanding|stronger|smoother|"
        r"improved|more\s+(?:efficient|effective|engaged|proactive|agile|collaborative|"
        r"innovative))\b",
    ),
    stated=Pattern(
        r"^\W*we\b|(?<!that )(?<!who )(?<!which )\b(?:is|are|has|have|will|does|do|knows?|"
        r"understands?|trusts?|loves?|likes?|feels?)\b",
    ),
    opinion=Pattern(
        r"\bsubjective(?:ly)?\b|\bgut feeling\b|\bin our opinion\b|\bas (?:much|"
        r"well) as possible\b",
    ),
    activities=words(
        "interview meet visit call contact survey conduct run organise organize host hold present "
        "send attend facilitate schedule write publish post produce create_content lead perform "
        "do give participate speak talk review prepare plan arrange collect gather"
    ),
    able=Pattern(
        r"^\W*it\s+(?:takes?|costs?|is\s+possible)\b|^\W*(?:able to|can)\b"
        r"|^\W*(?!during\b|according\b|marketing\b|pending\b|remaining\b|existing\b|booking\b|"
        r"outstanding\b|onboarding\b|training\b|hiring\b|meeting\b|building\b|spending\b)"
        r"[A-Z]?[a-z]{2,}ing\s+(?:(?:up|out|in|on|down)\s+)?(?:an?|the|our|all|new|to|in|with|"
        r"\w+s)\b.{0,90}"
        r"\b(?:takes?|requires?|needs?|costs?)\b"
        r"|(?<!who )(?<!that )(?<!which )\b(?:can|could|are able to|is able to)\s+[a-z]",
    ),
    persons=Pattern(
        r"\b(?:per|by|of each|for each|for every|of every)\s+(?:single\s+)?(?:agents?|employees?|"
        r"sales(?:person|man|woman|people|reps?)?|reps?|persons?|individuals?|developers?|"
        r"engineers?|"
        r"drivers?|nurses?|doctors?|technicians?|operators?|team members?|head|"
        r"account executives?)\b"
        r"|\b(?:individual|personal)\s+(?:performance|productivity|output|score|target|quota)s?\b"
        r"|\beach\s+(?:agent|employee|sales\w*|rep|developer|engineer|driver|operator|"
        r"technician)\b",
    ),
    grand=pattern(
        "world_class world-class best-in-class best_in_class excellence excellent outstanding "
        "next_level cutting-edge state_of_the_art state-of-the-art number_one leading leader "
        "leaders synergies synergy great awesome amazing better improve optimise optimize "
        "maximize maximise success successful"
    ),
    hurried=Pattern(
        r"^\W*\w+(?<!s)\s+(?:much\s+)?(?:faster|quicker|better|sooner|earlier|more\s+\w+ly)\b",
    ),
    papers=Pattern(
        r"^\W*(?:\w+\s+){0,2}(?:dashboards?|roadmaps?|playbooks?|strateg(?:y|ies)|polic(?:y|ies)|"
        r"guidelines?|handbooks?|manuals?|toolkits?|prototypes?|mvp|proof of concept|"
        r"business case|(?:first|beta|final|new)\s+(?:version|release)|beta)\s+"
        r"(?:for|describing|of|about|on|that describes?)\b",
    ),
    done_once=Pattern(
        r"^\W*(?:[\w-]*[a-rt-z]\s+){2,}(?!consumed|used|wasted|saved|lost|recycled|avoided|emitted|"
        r"collected|generated|recovered|spent|earned|raised|treated|reused|donated|served|sold|"
        r"reopened|missed|cancelled|abandoned|returned|need|feed|speed|seed)\w{3,}ed\W*$",
    ),
    clause=Pattern(
        rf"^(?!.*\b(?:who|that|which|whose|where|when)\b)(?:{_FINITE_ONE}|{_FINITE_MANY})"
        r"(?:\s+(?:off|out|up|down|over))?\s+(?:the|an?|our|its|their|every|each|one)\b"
        r"(?!\s+(?:same\s+)?(?:day|night|week|month|quarter|year|hour)\b)"
        r"|^(?!.*\b(?:who|that|which)\b)\W*(?:[\w'-]+\s+){1,4}"
        r"(?:reaches|enters|becomes|receives|joins|goes|graduates)\s+\w",
    ),
    owned=Pattern(
        r"(?<!who )(?<!that )(?<!which )\b(?:has|have|gets?|offers?)\s+(?:an?|the|one|access|"
        r"clarity|clear|full)\b",
    ),
    articles=words(
        "the a an our new all each its their your this these and up out in on off with more fewer "
        "less"
    ),
    common=words(
        "the of and to in for with by from is are we our at on that this have has per their "
        "within all new no least be as an a it its not into through who which how what"
    ),
)
