/// One case, from an empty house to its archive, in which every command that answers is typed once.
///
/// A line is: who types, the program, its words; words with blanks stand in quotes. `advance` and `deliver` are what the services
/// do meanwhile, `edit` is somebody who changes a number in DIR/plan.md. `!` before a line says that nothing is done, and why. `DIR` is a folder of the house, `NEW` a login of its own.
enum JSONCase {
  static let lines = [
    administration, planning, staff, registry, roster, taking, opening, deciding, preparing, publishing, answering,
    ending, beside, drilling,
  ].flatMap { $0.split(separator: "\n") }.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    .map(String.init)

  private static let administration = """
    postgres levee database status
    postgres levee database upgrade
    postgres levee doctor --all
    postgres levee playbook list
    postgres levee playbook show 1
    ! postgres levee playbook show 99
    postgres levee transport add mail --format mail --program sendmail
    postgres levee transport list
    postgres levee contact add wu --by mail --address wu@example.com
    postgres levee contact list
    postgres levee contact remove wu --by mail
    postgres levee channel add second --kind manual --title 'A second one' --inside
    postgres levee channel list
    postgres levee person add NEW --name 'Ada Example' --seat logistics --speaks en
    postgres levee person rename NEW 'Ada Example Li'
    postgres levee person seat NEW monitoring
    postgres levee person list
    postgres levee person substitute li --for leader
    wang levee-leadership seats
    postgres levee person remove NEW --yes
    postgres levee person return NEW --yes
    postgres levee person seat NEW leadership:member
    wang levee-leadership seats
    wang levee-leadership decide-seat 2 --refuse --yes
    postgres levee setup DIR/company.yaml --check
    postgres levee setup DIR/company.yaml
    wang levee-leadership approve-playbook 2 --yes
    sun levee drafts
    ! sun levee discard-draft nothing --yes
    wang levee-leadership delegate li --hours 2 --reason 'on a plane'
    wang levee-leadership back
    wang levee-leadership away --hours 2
    wang levee-leadership back
    svc_supervisor levee-supervisor status
    svc_supervisor levee-supervisor health
    wu levee-logistics ways
    """

  private static let planning = """
    sun levee playbook show 1 --section 2
    sun levee playbook show 1 --out DIR/plan.docx
    sun levee playbook read 1 --yes
    sun levee playbook read 1 --yes
    sun levee playbook export 1
    sun levee playbook export 2 --out DIR/plan.md
    edit
    sun levee playbook check DIR/plan.md
    postgres levee playbook propose DIR/plan.md --yes
    sun levee playbook rebase DIR/plan.md --out DIR/rebased.md
    sun levee playbook compare 2 3
    sun levee playbook import DIR/plan.docx --out DIR/placed.md
    wang levee-leadership return-playbook 3 --reason 'not yet' --yes
    ! wang levee-leadership file-playbook 1 nobody --receipt 'number 1'
    wang levee-leadership readings --names
    postgres levee readings --names
    sun levee case add 'No calls for a day' --company 'Some carrier' --kind service_outage --happened-on 2023-11-08 --timeline 'It began at night.' --lessons 'Say something early.' --source 'the papers'
    sun levee case list
    sun levee case search carrier
    sun levee case show 1
    ! sun levee case show 9
    """

  private static let staff = """
    postgres levee employee import DIR/staff.csv --check
    postgres levee employee import DIR/staff.csv
    postgres levee employee list --all
    postgres levee employee show 1
    postgres levee employee export
    postgres levee employee export --out DIR/written.csv
    postgres levee employee leave 2 --yes
    postgres levee employee erase 2 --reason 'asked for it' --yes
    ! postgres levee employee show 9
    postgres levee training import DIR/bank.md --check --speaks en
    postgres levee training import DIR/bank.md --speaks en
    wang levee training questions 1
    he levee training take
    he levee training take --answer 1:1
    he levee training results
    ! he levee training certificate
    """

  private static let registry = """
    wu levee-logistics resource import DIR/resources.csv
    wu levee-logistics resource list
    wu levee-logistics resource export
    wu levee-logistics resource export --out DIR/resources-out.csv
    wu levee-logistics resource owner monitoring-tools wu
    wu levee-logistics resources
    wu levee-logistics tools
    wu levee-logistics resource retire 'A second tool'
    wu levee-logistics contact import DIR/contacts.csv
    wu levee-logistics contact put 'Bo Lin' --outlet 'The Daily' --beat telephones --speaks en
    wu levee-logistics contact list
    wu levee-logistics contact talk C1 'we told them to wait'
    wu levee-logistics contact talks
    wu levee-logistics contact export
    wu levee-logistics verify C1
    wu levee verify Z1
    zhou levee-response contact put 'Di Ma' --outlet 'The Weekly'
    zhou levee-response contact list
    zhou levee-response contact talk C1 'we called them'
    zhou levee-response contact talks C1
    zhou levee-response contact remove C2
    wu levee-logistics contact remove C1
    wang levee-leadership contact list
    wang levee-leadership contact talk C3 'a word at the gate'
    wang levee-leadership contact talks
    """

  private static let roster = """
    chen levee roster set monitoring sun --since '2027-02-01 09:00' --until '2027-02-02 09:00'
    chen levee roster set monitoring chen --since '2027-02-02 09:00' --until '2027-02-03 09:00'
    sun levee roster show --days 300
    sun levee-monitoring roster swap H1 H2
    sun levee roster show --days 300
    chen levee roster swap H1 H2
    sun levee device add phone
    sun levee device list
    chen levee board links
    sun levee key add laptop --key 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAG7BDnV/degC9f9Nuk5vkvPwCe09yl9XR2F4J2x4x4Z'
    sun levee key list
    sun levee sign-on list
    postgres levee provider list
    sun levee key end laptop
    wu levee key add laptop --key 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAG7BDnV/degC9f9Nuk5vkvPwCe09yl9XR2F4J2x4x4Z'
    postgres levee person end-key wu laptop
    sun levee who
    sun levee roster leave --since '2027-02-01 09:00' --until '2027-02-04 09:00'
    chen levee roster rotate monitoring sun chen --since 2027-03-01 --weeks 4
    sun levee roster export --out DIR/roster.csv --days 300
    sun levee roster export --out DIR/roster.ics --days 300
    chen levee roster import DIR/roster.csv
    chen levee roster remove H2
    ! chen levee roster remove H99
    """

  private static let taking = """
    he levee report 'The phone is dead'
    he levee reports
    he levee language en
    sun levee-monitoring reports
    sun levee-monitoring answer R1 'We look into it'
    sun levee-monitoring source add reader DIR --every 3600
    sun levee-monitoring source add pushed inbox
    sun levee-monitoring source list
    sun levee-monitoring source remove reader
    sun levee-monitoring name add Nova --kind product --word 'Nova phone'
    sun levee-monitoring name list
    sun levee-monitoring name remove Nova
    sun levee-monitoring outlet add 'The Daily' --rank national
    sun levee-monitoring outlet list
    sun levee-monitoring outlet remove 'The Daily'
    sun levee-monitoring ingest DIR/mentions.jsonl --source forum
    sun levee-monitoring ingest DIR/nothing.jsonl --source forum
    ! sun levee-monitoring ingest DIR/none.jsonl --source forum
    sun levee-monitoring rejected
    sun levee-monitoring search phone
    sun levee-monitoring mention M1
    sun levee-monitoring mentions label negative M1
    sun levee-monitoring sentiment list
    sun levee-monitoring sentiment use rules
    sun levee-monitoring evaluate feed DIR/feed.xml
    sun levee-monitoring evaluate sentiment DIR/labelled.jsonl
    sun levee-monitoring evaluate cues DIR/sentences.txt
    sun levee-monitoring evaluate bursts DIR/series --out DIR/scores
    sun levee-monitoring signals --all
    """

  private static let opening = """
    sun levee-monitoring open 'Login fails' --kind service_outage --severity III --exercise
    sun levee-monitoring watch-for I3 login
    sun levee-monitoring attach I3 M1 M2
    sun levee-monitoring trend I3
    sun levee-monitoring propose I3
    sun levee-monitoring fact I3 'half of the users' --source 'the desk'
    sun levee-monitoring check F3 verified --reason 'I saw it'
    sun levee-monitoring fact I3 'a slip of the hand' --source 'the desk'
    sun levee-monitoring undo --yes
    sun levee note I3 'please look @wu'
    sun levee notes I3
    sun levee attach I3 DIR/picture.png --note 'as it looked'
    sun levee attachments I3
    sun levee attachment save E1 --out DIR/saved.png
    sun levee-monitoring assess I3 --severity III --summary 'half of the users' --risk-brand high --harm 0
    advance
    """

  private static let deciding = """
    wang levee-leadership inbox
    wang levee-leadership receive I3
    wang levee-leadership meet I3 --at 2027-01-31T09:00:00Z --place 'room 2' --agenda 'what to do'
    li levee meeting I3
    li levee sign-in I3
    wang levee-leadership sign-in I3
    wang levee-leadership meeting I3
    wang levee-leadership decide I3 'we tell them' --urgent
    wang levee-leadership record-meeting I3 --attendee wang --attendee li --record 'we met'
    svc_supervisor levee-supervisor why I3
    wang levee-leadership command I3 'act at once' --monitoring 'watch it' --response 'write it' --logistics 'help them' --goal 'all know where they stand'
    advance
    """

  private static let preparing = """
    sun levee-monitoring acknowledge I3
    zhou levee-response acknowledge I3
    wu levee-logistics acknowledge I3
    sun levee-monitoring task I3 'call the desk' --owner he --due 2027-01-31T09:00:00Z
    he levee task list
    he levee task done T1 'they were called'
    zhou levee-response task I3 'call the press' --owner zhou --due 2027-01-31T09:00:00Z
    zhou levee-response done T2 'they were called'
    wu levee-logistics task I3 'call the hall' --owner wu --due 2027-01-31T09:00:00Z
    wu levee-logistics done T3 'it was called'
    zhou levee-response plan I3 --part-1 'tell them' --part-2 'hear them' --part-3 'call them' --part-4 'write them'
    zhou levee-response read P1.1
    wu levee-logistics resource put 'The tool' --item monitoring-tools
    wu levee-logistics resource list
    wu levee-logistics allocate I3
    wu levee-logistics allocate I3 --resource 'The tool' --of response
    wu levee-logistics hand-back I3 'The tool'
    wu levee-logistics counselling I3 'room 2' --places 3
    he levee counselling
    wang levee-leadership waive I3 --reason 'too slow'
    wu levee-logistics certify I3 --ready monitoring-tools --ready statement-templates --ready media-contacts --ready social-media-tools --gap 'publishing-platforms=one is missing' --not-needed counselling --yes
    wang levee-leadership examine P1.1
    wang levee-leadership approve P1.1 --yes
    advance
    """

  private static let publishing = """
    zhou levee-response statement I3 --title 'Login' --body 'A first try.' --text-language en
    zhou levee-response discard S3.1 --yes
    zhou levee-response statement I3 --title 'Login' --body 'We mend it.' --text-language en --fact F3
    zhou levee-response submit S4.1
    wang levee-leadership return S4.1 --reason 'shorter please'
    zhou levee-response revise S4 --title 'Login' --body 'We mend it now.' --text-language en --fact F3 --submit
    wang levee-leadership propose S4.2 --reason 'clearer' --piece web-en --words 'We are mending it.'
    zhou levee-response adopt S4.2 --from wang
    wang levee-leadership read S4.3 --against 1
    wang levee-leadership to-sign S4.3
    wang levee-leadership approve S4.3 --hold --yes
    zhou levee-response send S4.3
    zhou levee-response send S4.3 --to inside --yes
    zhou levee-response send S4.3 --to second --yes
    deliver
    zhou levee-response abandon D2 --reason 'not there'
    zhou levee-response resume D2 --reason 'there after all'
    zhou levee-response claim D2
    zhou levee-response receipt D2 --address https://example.com/1
    wang levee-leadership revoke S4.3 --reason 'one more look'
    zhou levee-response renew S4
    wang levee-leadership approve S4.4 --yes
    zhou levee-response withdraw D2 --reason 'doubled'
    wang levee-leadership approve X5.1 --yes
    zhou levee-response take-down D2
    zhou levee-response taken-down D2
    ! wang levee-leadership lower I3 --severity IV --reason 'quiet again'
    sun levee-monitoring brief I3 --kind flash --yes
    sun levee-monitoring brief I3 --kind daily --preview
    sun levee brief list
    sun levee brief show B1
    wang levee-leadership remark B1 'look closer please' --for monitoring --due 2027-01-31T09:00:00Z
    sun levee-monitoring remarks I3
    sun levee-monitoring done K1 'we looked closer'
    """

  private static let answering = """
    zhou levee-response feedback add I3 'When does the login work?' --from customer
    sun levee-monitoring feedback add I3 'What do you say to the login?' --from journalist
    zhou levee-response feedback list I3
    zhou levee-response reply Q1 --template reply --text-language en
    zhou levee-response resolve Q1 'they were told'
    zhou levee-response answers write I3 --text @DIR/answers.txt --submit
    wang levee-leadership approve S7.1 --yes
    zhou levee-response answers I3
    zhou levee-response reply Q2
    zhou levee-response reply Q2 --answer 1 --text-language en --resolved 'they were told'
    zhou levee-response form list I3
    zhou levee-response form write I3 --template appeal-platform --recipient 'the platform' --title 'Our appeal' --body 'It was taken down for no reason.' --text-language en
    wang levee-leadership form list I3
    wang levee-leadership form show U1
    wang levee-leadership form return U1 --reason 'name the day'
    zhou levee-response form write I3 --template appeal-platform --recipient 'the platform' --title 'Our appeal' --body 'It was taken down for no reason.' --text-language en --instead U1
    zhou levee-response form show U2
    wang levee-leadership form approve U2 --yes
    zhou levee-response form submit U2 --via 'their portal' --reference R-1
    zhou levee-response form receipt U2 --number 17
    wang levee-leadership form write I3 --template appeal-platform --recipient 'the other one' --title 'Our appeal' --body 'It was taken down for no reason.' --text-language en
    li levee-leadership form approve U3 --yes
    wang levee-leadership form submit U3 --via mail
    wang levee-leadership form receipt U3 --given-by 'their desk'
    sun levee-monitoring feedback add I3 'Is it safe?' --from customer
    zhou levee-response reply-freely Q3 --words 'It is.' --resolved 'they were told'
    wang levee-leadership review-reply Q3 --wrong 'It is safe since noon.'
    zhou levee-response correct-reply Q3 'by telephone'
    sun levee-monitoring feedback import I3 DIR/feedback.csv --from customer
    zhou levee-response feedback import I3 DIR/feedback.csv --from customer
    zhou levee-response reply Q4 --template reply --text-language en --resolved 'they were told'
    zhou levee-response reply Q5 --template reply --text-language en --resolved 'they were told'
    wang levee-leadership erase Q2 --reason 'a name in it' --yes
    sun levee-monitoring check F3 refuted --reason 'it was more'
    zhou levee-response correct S4 --title 'Login' --body 'It was more.' --text-language en --submit
    wang levee-leadership approve S8.1 --yes
    deliver
    sun levee search login
    zhou levee-response inbox
    zhou levee-response inbox --acknowledge
    """

  private static let ending = """
    sun levee-monitoring outside I3 'they said it on the telephone' --place 'a call'
    wang levee-leadership outside I3 'a word in passing' --place 'the gate' --posted-at 2026-01-31T09:00:00Z
    zhou levee-response outside I3 'a letter' --place 'the post'
    wang levee-leadership declare-over I3 'it works again' --yes
    advance
    sun levee-monitoring inbox
    sun levee-monitoring report I3 'quiet again'
    zhou levee-response report I3 'two statements'
    wu levee-logistics inbox
    wu levee-logistics stand-down I3 --yes
    wu levee-logistics report I3 'all returned' --yes
    wang levee-leadership receive-report I3 --of monitoring
    wang levee-leadership judge I3 1 --met partly --reason 'most of them'
    wang levee-leadership review I3 --course 'c of it' --effectiveness 'e of it' --lessons 'l of it' --improvement 'a second line|li|2027-01-31' --accept-rest 'for the test'
    wang levee-leadership shortcomings I3
    wang levee-leadership close I3 --yes
    advance
    li levee improvement list
    li levee improvement done V1 'it is there'
    wang levee-leadership improvement return V1 --reason 'where is it?'
    li levee-leadership improvement done V1 'in the cellar'
    wang levee-leadership improvements
    wang levee-leadership improvement accept V1 --yes
    sun levee evaluate I3
    sun levee evaluate I3 --part timeliness
    sun levee evaluate I3 --part accuracy
    sun levee evaluate I3 --mine
    sun levee evaluate I3 --form sheet
    sun levee evaluate --trend
    sun levee readiness
    sun levee readiness --part training
    wu levee-logistics restore-tried --minutes 40
    wang levee-leadership night-test
    sun levee incident list
    sun levee incident show I3
    sun levee incident timeline I3
    sun levee incident report I3
    svc_supervisor levee-supervisor why I3
    sun levee audit verify
    sun levee audit duties
    sun levee audit checkpoint
    sun levee audit export I3 --out DIR/evidence
    """

  /// What the case has no use for, on two other incidents.
  private static let beside = """
    sun levee-monitoring open 'Data of ours' --kind data_breach --severity II --jurisdiction CN --restricted --name zhou
    wang levee-leadership name I4 wu
    sun levee-monitoring name I4 chen
    wang levee-leadership name I4 wu --no-longer
    wang levee-leadership notified I4 pipl-57 --reference 'to the office'
    wang levee-leadership inbox
    zhao levee-leadership unrestrict I4 --reason 'all know'
    sun levee-monitoring restrict I4 --reason 'too many know'
    zhao levee-leadership unrestrict I4 --reason 'all know'
    wang levee-leadership restrict I4 --reason 'too many know'
    sun levee-monitoring reclassify I4 --title 'Data of some' --reason 'known better'
    wang levee-leadership reclassify I4 --kind other --reason 'known better'
    sun levee-monitoring open 'One more' --kind other --severity IV --exercise
    sun levee-monitoring open 'Another' --kind other --severity IV --exercise
    sun levee-monitoring link I5 I6 --relation related
    wang levee-leadership link I6 I5 --relation same_source
    wang levee-leadership stop I5 --outcome false_alarm --reason 'nothing there' --yes
    ! wang levee-leadership agree-to-stop I6 --yes
    ! wang levee-leadership decide I99 'there is none'
    ! wang levee-leadership command I6 'too early' --monitoring 'm m' --response 'r r' --logistics 'l l'
    ! wang levee-leadership approve S99 --yes
    ! zhou levee-response retry D1
    ! sun levee-monitoring retry-work K99
    ! wu levee-logistics retry-way nothing
    ! wu levee-logistics reached N99 'by telephone'
    """

  /// A drill, from its scenario to what was learnt of it.
  private static let drilling = """
    chen levee drill check optus-2023
    chen levee drill plan optus-2023 --at 2027-01-31T09:00:00Z --people sun,zhou,wu,wang --evaluator li --observer he --seed 7
    chen levee drill list --calendar DIR/drills.ics
    sun levee drill show Y1
    chen levee drill show Y1
    chen levee drill start Y1
    sun levee drill join Y1
    chen levee drill timeline Y1
    chen levee drill pause Y1 --reason 'a fire alarm'
    chen levee drill resume Y1
    chen levee drill rate Y1 2
    chen levee drill jump Y1 20m
    chen levee drill inject Y1 V-02
    chen levee drill inject Y1 --kind fact --text 'it was the update'
    chen levee drill hold Y1 V-06
    chen levee drill release Y1 V-06
    chen levee drill skip Y1 V-07
    chen levee drill say Y1 'go on, all of you'
    li levee drill note Y1 'they said nothing yet' --objective O-1 --mark M
    wang levee-leadership improvement retest V1 --in I7 --held
    chen levee drill end Y1 --stopped --reason 'enough for today'
    chen levee drill remark Y1 'the first hour was lost'
    sun levee drill word Y1 'we were slow'
    li levee drill evaluate Y1 'too slow'
    li levee drill record Y1
    sun levee drill record Y1
    sun levee drill list
    """

  /// Commands without an answer of their own: they run on, draw a page, or print a program; and those that only a service's work or
  /// a failure of it gives something to do, of which the case has the refusal.
  static let without: Set<String> = [
    "levee database install", "levee discard-draft", "levee transport test",
    "levee undo", "levee-monitoring watch", "levee-monitoring serve", "levee-monitoring board",
    "levee-monitoring retry-work", "levee-monitoring sentiment learn", "levee-monitoring improvement done",
    "levee-monitoring signal", "levee-monitoring snooze", "levee-monitoring dismiss", "levee-leadership watch",
    "levee-leadership serve", "levee-leadership undo", "levee-leadership agree-to-stop", "levee-leadership lower",
    "levee-leadership withdraw",
    "levee-leadership adopt", "levee-leadership renew", "levee-leadership remarks", "levee-response watch",
    "levee-response serve", "levee-response undo", "levee-response improvement done", "levee-response remarks",
    "levee-response retry", "levee-logistics watch", "levee-logistics serve", "levee-logistics undo",
    "levee-logistics improvement done", "levee-logistics remarks", "levee-logistics retry-work",
    "levee-logistics retry-way", "levee-logistics reached", "levee-supervisor serve", "levee training certificate",
    "levee-leadership keep-playbook", "levee-leadership file-playbook", "levee-leadership verify",
    "levee-monitoring verify", "levee-response verify", "levee-leadership roster swap", "levee-response roster swap",
    "levee-logistics roster swap", "levee-logistics wake", "levee-leadership awake", "levee improvement change",
    "levee device revoke", "levee person sign-out", "levee key confirm", "levee person confirm-key",
    "levee provider add", "levee provider refresh", "levee provider end", "levee sign-on bind", "levee sign-on confirm",
    "levee sign-on end", "levee person end-sign-on", "levee board link", "levee board end", "levee drill improve",
  ]
}
