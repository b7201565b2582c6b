/// Sentences that were written before the rules were looked at, by whom the rules were then mended; in the form of
/// `CueSentences`.
enum BlindCueSentences {
  static let text = #"""
    death: Toddler dies after swallowing button battery from Halo smart remote, inquest hears
    death: my uncle passed away last night. the oxygen concentrator's alarm never went off
    death: Delivery robot fatally struck a pensioner in Leeds, police say
    death: 2 workers electrocuted at Nova's Noida plant, one succumbs to injuries
    death: Her e-scooter caught fire while she was asleep. She didn't make it.
    death: 昨晚广州一小区电动车充电起火，一家三口没能跑出来，全没了
    death: 听说他们家工厂夜班有个小伙猝死在产线上，厂里不让说
    death: 充電器漏電，高雄女大生洗澡時遭電擊，送醫不治
    death: 车主开着辅助驾驶撞上护栏，人当场就没了
    injury: Smart kettle lid popped off and scalded my 4yo, we're in A&E now
    injury: Nova watch left second-degree burns on my wrist, doctor says it'll scar
    injury: Three hospitalised after hoverboard blast in Pune showroom
    injury: the treadmill lurched and broke my mum's hip
    injury: 充电宝在包里炸了，我手上全是泡，刚从急诊出来
    injury: 孩子戴他家手表，手腕烫出一圈红印，起水泡了
    injury: 扫地机器人把我妈绊倒了，股骨骨折，躺了半个月
    injury: 平衡車突然暴衝，台中男童門牙斷兩顆、臉部縫八針
    injury: 深圳門店電池爆炸，7人送院，其中兩人危殆
    leak: Found my home address and kids' names in a Nova dump on a hacking forum
    leak: Misconfigured bucket left 4m Nova customers' passport scans open to anyone
    leak: Nova support just emailed me someone else's full order history and card details
    leak: Hackers claim to have stolen 300GB from smart-lock maker, demand ransom
    leak: Anyone could view strangers' camera feeds in the app this morning
    leak: 登录后看到的是别人的聊天记录和收货地址，什么情况
    leak: 我刚在他家下单，骗子马上打电话，订单号姓名全对得上
    leak: 暗網賣家兜售某手機品牌兩百萬台灣用戶資料，含身分證字號
    leak: 内部员工倒卖客户手机号，五毛一条
    regulator: ICO opens probe into Nova's doorbell cameras
    regulator: CCPA slaps ₹10 lakh penalty on Nova for misleading ads
    regulator: NHTSA upgrades investigation of driver-assist crashes to engineering analysis
    regulator: Trading Standards have told shops to pull the Halo charger from shelves
    regulator: 工信部通报：这款App超范围收集个人信息，责令限期整改
    regulator: 市监局的人今天上门了，把仓库封了
    regulator: 某科技公司被网信办约谈
    regulator: 公平會認定廣告不實，開罰諾瓦150萬元
    regulator: 香港私隱專員公署就手錶定位功能展開循規審查
    recall: Nova pulls 80,000 power banks over fire risk, tells owners to stop using them immediately
    recall: Got an email telling me to send my heater back for a free replacement because it can overheat — all units from batch 7
    recall: Halo is taking back every X2 scooter sold since March
    recall: CPSC: about 1.2 million Nova air fryers recalled after reports of burns
    recall: Automaker to recall 40k EVs in India to replace faulty battery packs
    recall: 因存在过热起火隐患，诺瓦即日起召回2023款充电宝共计十二万台
    recall: 官方让我们把这批插线板寄回去，免费换新，说有触电风险
    recall: 全台門市緊急下架回收該款行動電源
    recall: 刚接到4S店电话，说我的车在召回名单里
    lawsuit: Parents are taking Nova to court over app that got their daughter hooked
    lawsuit: Class action filed in Northern District of California against Nova over battery throttling
    lawsuit: HC issues notice to Nova on PIL over data sharing
    lawsuit: My solicitor served papers on them this morning
    lawsuit: 四十多名车主联名把厂家告上法院
    lawsuit: 因专利侵权，诺瓦被判赔对手两千三百万元
    lawsuit: 律师函已经寄出去了，等着收传票吧
    lawsuit: 消基會將對諾瓦提起團體訴訟
    lawsuit: 北京互联网法院今日开庭审理用户诉诺瓦隐私案
    journalist: Hi, I'm a reporter with the Guardian working on a story about your smart locks – who can I speak to?
    journalist: We go to press at 6pm, would appreciate Nova's comment before then
    journalist: BBC Watchdog here. Did you know about the fault before selling these?
    journalist: DM'd you — writing a piece for The Hindu on the outages and need a response by EOD
    journalist: Producer at Channel 4 News looking to speak to anyone whose Nova scooter caught fire
    journalist: 您好，我是南方都市报记者，想就电池起火一事采访贵司
    journalist: 新京报记者就此事致电诺瓦客服，截至发稿未获回应
    journalist: 聯合報想請問貴公司對用戶投訴有何回應，今晚截稿
    journalist: 我们是央视财经的，明天节目要播充电宝抽检，方便给个说法吗
    denial: Nova: claims that our watch burned a customer are completely untrue
    denial: Company says there's 'no truth' to reports of a data breach
    denial: Nova insists its servers were not hacked
    denial: Manufacturer rejects allegation that brakes failed in fatal crash
    denial: 诺瓦辟谣：网传工厂爆炸系旧闻，视频并非本公司
    denial: 官方回应：不存在用户信息外泄的情况
    denial: 诺瓦否认裁员与召回有关，称相关说法纯属捏造
    denial: 諾瓦澄清並未接獲任何主管機關調查通知
    denial: 网上说我们的车烧死人，都是假的，已报警
    -: This battery life is killing me, charge twice a day
    -: dead on arrival, screen won't even turn on
    -: The new Nova ad nearly made me die laughing
    -: I'd sue for custody of this phone, it's that good
    -: Can't recall ever having a phone this smooth
    -: Total Recall on the Nova projector looks stunning
    -: Leaked renders show the Nova 9 in green
    -: Slow leak in the coolant loop, swapped the gasket and it's fine now
    -: Nobody got hurt, just a bit of smoke and a ruined sock
    -: The voltage regulator on this board runs cool
    -: Remember when Samsung had to recall the Note 7? wild times
    -: What if hackers got into these locks? Makes you think
    -: The boss in level 4 killed me eleven times on my Nova handheld
    -: My daughter wants to be a journalist and this laptop is perfect for her course
    -: Police praised the Nova app for helping find a missing hiker
    -: Their customer service deserves an award, killed it again
    -: Court-side seats, and the zoom on this thing is criminal
    -: Great drama, the detective finds the body in episode two, streaming on Nova TV
    -: Deadline for the trade-in offer is Friday
    -: fell asleep on the sofa with it on my chest, no burns, doesn't even get warm
    -: If this thing ever hurt my cat I'd be livid, but so far so good
    -: Bleeding-edge tech at a price that doesn't hurt
    -: FCC ID filing reveals Nova's next earbuds
    -: Has anyone been hurt by one of these? Thinking of buying for my gran
    -: 笑死，这手机居然能当镜子用
    -: 续航拉胯，电池死得比我还快
    -: 这价格太伤人了，等等党永远不亏
    -: 发布会上他把大家的青春记忆全召回来了
    -: 新机渲染图泄露，配色绝了
    -: 水泵有点漏，售后十分钟搞定
    -: 昨晚看《消失的她》，投影效果杀疯了
    -: 还好人没事，就是插座黑了一块
    -: 记者朋友送的这款键盘手感绝佳
    -: 要是哪天数据泄露了怎么办，想想都怕
    -: 当年三星爆炸门我还在上学，时间真快
    -: 打游戏被队友坑死，怪不得手机
    -: 有没有人被这个烫伤过？想给宝宝买
    -: 我告诉你，这个价位闭眼入
    -: 法院旁边那家店换屏便宜
    -: 這集看到主角死掉我哭到不行，音響真的好
    -: 調光器的穩壓做得很好，完全不閃
    -: 監管孩子用手機時間，這個功能超讚
    -: 手滑摔了三次都沒事，人跟手機都毫髮無傷
    -: 累死了但是跑完五公里，手錶記錄得很準
    -: 被種草了，荷包大失血
    -: 客服小姐姐态度好到爆炸
    -: 这颜值直接秒杀同价位，友商要哭死
    -: 公司年会请了律师来讲电动车保险知识，挺有意思
    death: Grandfather, 81, dies days after stairlift malfunction, family demands answers
    death: Three firefighters lost their lives tackling blaze at battery warehouse
    death: rip to my coworker. crushed by one of their warehouse robots on night shift, company hasn't said a word
    death: Five bodies pulled from rubble after blast at electronics factory in Tamil Nadu
    death: 无人机失控砸中路人，伤者今晨不治
    death: 隔壁单元充电桩着火，听说老两口没救过来
    death: 電動機車自撞分隔島，22歲騎士送醫後宣告死亡
    injury: Exploding vape left him with a shattered jaw and no front teeth
    injury: smart lock jammed, door slammed on my toddler's fingers, two of them are broken
    injury: Mumbai techie suffers facial burns as phone blows up mid-call
    injury: 按摩椅夹住我妈的手，抽不出来，指骨都断了
    injury: 洗衣机玻璃门爆裂，碎片划伤小孩的腿
    injury: 門市招牌掉落砸中行人，婦人頭破血流
    leak: Why am I getting other people's invoices in my Nova account?
    leak: Aadhaar details of 2 crore users put up for sale by hacker
    leak: Contractor walked off with the entire customer list, insiders say
    leak: 这App把我的通话录音传到一个公开网盘上了
    leak: 客服竟然把我的住址和电话发给了另一个买家
    leak: 遊戲公司遭勒索軟體攻擊，員工薪資資料全被貼上網
    regulator: Competition watchdog to examine phone maker's repair policy
    regulator: RBI bars fintech from onboarding new customers with immediate effect
    regulator: 国家市场监督管理总局抽查发现，该品牌三批次充电器不合格
    regulator: NCC要求業者限期說明斷訊原因，否則開罰
    recall: If you bought the X9 kettle between May and August, stop using it: the maker wants them all back
    recall: Toyota-style recall hits EV startup: 9,000 SUVs have faulty steering
    recall: 车企向监管总局备案召回计划，涉及三万余辆
    lawsuit: Shareholders drag phone giant to court over doctored sales numbers
    lawsuit: I've filed in small claims, they have until the 14th to respond
    lawsuit: 被开除的工程师申请劳动仲裁，要求赔偿六十万
    journalist: Hello! Freelancer for the Observer here, are you the owner of the scooter in this clip? Would love a chat
    journalist: Nova has not replied to questions sent by this newspaper
    journalist: 本報多次聯繫該公司，至截稿前未獲回覆
    denial: "We have not been hacked," the chief executive told staff in a memo
    denial: Nova calls talk of a product recall 'pure fiction'
    denial: 针对网传电池自燃致人死亡的视频，公司称系恶意剪辑，已取证
    denial: 業者：個資外洩純屬誤傳，系統一切正常
    -: I nearly died when I saw the price
    -: This camera slays, honestly
    -: Died and went to heaven with these headphones
    -: the kids fought to the death over who gets the tablet
    -: No injuries reported after small fire at charging station
    -: My feelings are hurt that they discontinued mint green
    -: Does the toaster burn your fingers? asking before I buy
    -: Wordle leaked my evening away lol
    -: What would happen if my data got sold? Reading the privacy policy
    -: The judge at the science fair loved my son's robot
    -: That presenter suit is sharp, and the keynote too
    -: My dad, a retired reporter, finally likes a phone
    -: 我靠这剧太好哭了，眼泪流成河，屏幕都看糊了
    -: 价格砍到骨折，果断下单
    -: 刷到凌晨三点，第二天上班人没了
    -: 孩子写作业有这台平板，我终于不用再操心到吐血
    -: 这个密码锁忘记密码怎么重置
    -: 要不是有安全气囊，后果不堪设想，幸好大家都没受伤
    -: 小时候家里的老电视爆炸过，现在的产品安全多了
    -: 大家觉得这车以后会被召回吗
    -: 律师朋友推荐的录音笔，开会必备
    -: 遊戲裡被隊友害死三次，手把倒是很順手
    -: 記者會直播畫質超清楚，給過
    -: 這耳機把我從吵死人的捷運裡救出來
    death: Nurse killed as hospital bed motor catches fire, coroner told
    death: Our neighbour's boy, just 9, was electrocuted by their inverter. RIP little man
    death: Truck on autopilot ploughs into toll queue, leaving four dead
    death: Indian student found dead in hostel, phone exploded under pillow: police
    death: 婴儿监护器没报警，孩子就这么走了
    death: 网约车深夜坠河，司机与两名乘客全部遇难
    death: 瓦斯熱水器安裝不當，夫妻雙亡
    injury: So their "safe" heated blanket burned my legs while I slept. Blisters everywhere
    injury: Elderly woman breaks hip after robot vacuum trips her
    injury: 15 workers fall sick after chemical spill at chip plant
    injury: 滑板车刹车突然失灵，我摔得满脸是血，缝了五针
    injury: 用了他家美容仪，脸肿得像猪头
    injury: 無線耳機充電盒爆炸，國中生大腿灼傷
    leak: Hospital supplier loses laptop containing 50,000 patients' records
    leak: my baby monitor just showed me a stranger's nursery. WTF
    leak: Researcher finds unprotected database with chat logs of dating app users
    leak: 快递面单信息被内鬼打包卖给诈骗团伙
    leak: 点开个人中心居然是另一个人的头像、手机号和订单
    leak: 會員中心網址改個數字就能看到別人的個資
    regulator: Ofcom demands answers from broadband firm after 999 calls failed
    regulator: EU slaps tech giant with €500m fine
    regulator: 住建局、消防联合检查，要求商场停业整顿
    regulator: 新北市消保官突擊抽查，三款充電線不合格
    recall: Please check your serial number: chargers starting with 7F must be returned, they can electrocute you
    recall: Bosch recalls dishwashers a second time after fires
    recall: 問題氣炸鍋即日起全面召回，消費者可至門市退款
    lawsuit: He lost a leg, and now the jury wants the scooter company to pay $12m
    lawsuit: Bombay HC restrains startup from using rival's trademark
    lawsuit: 公司拖欠货款，供应商已向法院申请强制执行
    journalist: I cover consumer tech at the Telegraph. Is anyone from your press office around?
    journalist: Could someone at Nova confirm by 4pm whether the figures are right? It's for tomorrow's paper
    journalist: 這裡是TVBS新聞，想跟您約個時間談談漏電事件
    denial: It's a lie: nobody at our factory died, the CEO wrote on X
    denial: Nova: "no customer records were taken"
    denial: 公司声明称，所谓“被罚两千万”完全是谣言
    denial: 外傳召回兩萬台，總經理駁斥：沒這回事
    -: My old phone finally died, time for an upgrade
    -: watching true crime on the new tablet, the killer was the neighbour
    -: He would kill for a foldable
    -: No deaths, no injuries, just a dented bumper
    -: Nobody sued anybody in the end, we just got our refund
    -: The hotel's recall light on the lift is broken
    -: Cut my electricity bill by a hand-sized gadget
    -: Sends shivers down my spine, this speaker
    -: Police say the new body cameras work well
    -: Could this leak my photos? How do I switch off sync?
    -: Investigative journalism podcasts sound great on these
    -: A fine of five pounds if you return the ebike late, fair enough
    -: 手机掉水里了，居然没死
    -: 这波降价把我的心伤透了
    -: 别再问会不会爆炸了，我用三年没事
    -: 女主在第八集被撞失忆，这平板追剧真香
    -: 家里老人用，字大不伤眼
    -: 信息太多看不过来，希望加个过滤
    -: 法院文书用这台打印机打得很快
    -: 告诉我哪里能买到同款
    -: 這款吹風機不會燙到頭皮
    -: 媒體人必備的錄音筆
    -: 看到價格差點心臟病發
    -: 昨天的大逃殺遊戲我第一個死
    """#
}
